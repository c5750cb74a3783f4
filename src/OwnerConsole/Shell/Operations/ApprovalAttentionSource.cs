using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Operations;

/// <summary>Lists runs that wait for a second approver under "Needs attention".</summary>
internal sealed class ApprovalAttentionSource(OperationCatalogue catalogue) : IAttentionSource
{
    public string Permission => "operation.read";

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work) =>
        AttentionList.OfFirst(
            [
                .. (await Runs.ListPendingApprovals(mode, Paging.MaxCounted, work)).Select(run => new AttentionItem(
                    Urgency.Today,
                    $"{Wording.Translate(catalogue.Find(run.Operation).Definition.Title)}{(run.Subjects > 1 ? $" ({run.Subjects})" : "")} needs approval.",
                    $"{OperationAddress.Run}/{run.RunId}",
                    "Review",
                    Since: run.StartedAt
                )),
            ],
            ApprovalsPage.Address
        );
}
