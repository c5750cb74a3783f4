using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Operating;

/// <summary>Runs that wait for a second person.</summary>
internal sealed class ApprovalNeeds(Catalogue catalogue) : INeeds
{
    private const int Most = 5;

    public string Permission => "operation.read";

    public async Task<IReadOnlyList<Need>> Find(Population population, Work work) =>
        [
            .. (await Runs.Awaited(population, Most, work)).Select(run => new Need(
                Urgency.Today,
                $"{Wording.Say(catalogue.Find(run.Operation).Is.Title)}{(run.Subjects > 1 ? $" ({run.Subjects})" : "")} waits for a second person.",
                $"{OperationAddress.Run}/{run.RunId}",
                "Decide",
                Since: run.StartedAt
            )),
        ];
}
