using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Operating;

/// <summary>Lists runs that wait for a second approver under "Needs attention".</summary>
internal sealed class ApprovalNeeds(Catalogue catalogue) : INeeds
{
    private const int Most = 5;

    public string Permission => "operation.read";

    public async Task<IReadOnlyList<Need>> Find(Population population, Work work) =>
        [
            .. (await Runs.Awaited(population, Most, work)).Select(run => new Need(
                Urgency.Today,
                $"{Wording.Say(catalogue.Find(run.Operation).Is.Title)}{(run.Subjects > 1 ? $" ({run.Subjects})" : "")} needs approval.",
                $"{OperationAddress.Run}/{run.RunId}",
                "Review",
                Since: run.StartedAt
            )),
        ];
}
