using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>Exports the list of reached limits on all pages as a file.</summary>
public sealed class ReachedLimitExport(ListExport export, ReachedLimits limits)
{
    public const string Address = ReachedLimitRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<ReachedLimit>> s_columns =
    [
        new("tenant", row => row.TenantName),
        new("tenant_id", row => row.TenantId),
        new("plans", row => string.Join(' ', row.Plans)) { Word = "plans" },
        new("feature", row => row.Feature),
        new("state", row => row.State.ToText()),
        new("used", row => row.Used) { Word = "used" },
        new("reserved", row => row.Reserved) { Word = "reserved" },
        new("limit", row => row.Allows) { Word = "used" },
        new("over", row => row.Over) { Word = "over" },
        new("refused_24h", row => (decimal)row.Refused) { Word = "refused" },
        new("since", row => FileCell.Instant(row.Since)) { Word = "since" },
        new("resets_at", row => FileCell.Instant(ClaimProcessor.ResetsAt(row.PeriodEnd))) { Word = "resets_at" },
    ];

    public IResult Send(HttpContext context)
    {
        var caller = Caller.Of(context)!; // The route requires a permission, so there is a caller.
        return TableFile.Of(
            context,
            ReachedLimitFilter.Address(context.Request),
            s_columns,
            export.Of(
                context,
                "limits",
                who => Sentence.Say($"{who} exported the limits reached."),
                work => ReachedLimitFilter.Of(context.Request, caller, work),
                (filter, cursor, work) => limits.List(filter with { Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );
    }
}
