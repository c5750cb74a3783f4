using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Upgrades.Public;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Exports all requests of the list as a file. Without a filter it also includes open requests.</summary>
public sealed class UpgradeExport(ListExport export, UpgradeList list)
{
    public const string Address = UpgradeRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<UpgradeRequest>> s_columns =
    [
        new("tenant_id", row => row.TenantId) { Word = "tenant" },
        new("plan", row => row.Plan) { Word = "plan" },
        new("replaces", row => string.Join(", ", row.Replaces)) { Word = "plan" },
        new("reason", row => row.Reason) { Word = "reason" },
        new("requested_by", row => row.RequestedBy) { Word = "by" },
        new("opened_at", row => FileCell.Instant(row.OpenedAt)) { Word = "opened_at" },
        new("state", row => row.State.ToText()) { Word = "state" },
        new("approved_plan", row => row.ApprovedPlan) { Word = "state" },
        new("answer", row => row.Answer) { Word = "answer" },
        new("closed_at", row => row.ClosedAt is { } at ? FileCell.Instant(at) : null) { Word = "closed_at" },
        new("id", row => row.UpgradeId),
        new("run_id", row => row.State is UpgradeState.Cancelled ? null : row.ClosedBy),
    ];

    public IResult Send(HttpContext context)
    {
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        return TableFile.Of(
            context,
            UpgradeRoutes.List(context.Request),
            s_columns,
            export.Of(
                context,
                "upgrade-requests",
                who => Sentence.Say($"{who} exported the upgrade requests."),
                work => UpgradeRoutes.Filter(context.Request, caller, work),
                (filter, cursor, work) => list.Find(filter with { Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );
    }
}
