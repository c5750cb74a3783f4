using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>Exports the impersonation log, across all pages, as a file.</summary>
public sealed class ImpersonationExport(ListExport export, Impersonations impersonations)
{
    public const string Address = ImpersonationRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<ImpersonationRow>> s_columns =
    [
        new("by", row => row.RequestedBy) { Word = "by" },
        new("member_id", row => row.MemberId) { Word = "member" },
        new("tenant_id", row => row.TenantId) { Word = "member" },
        new("access", row => row.Access.ToText()) { Word = "access" },
        new("reason", row => row.Reason) { Word = "reason" },
        new("opened_at", row => FileCell.Instant(row.OpenedAt)) { Word = "opened_at" },
        new("until", row => FileCell.Instant(row.Until)) { Word = "opened_at" },
        new("id", row => row.ImpersonationId),
        new("run_id", row => row.OpenedBy),
    ];

    public IResult Send(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        return TableFile.Of(
            context,
            ImpersonationRoutes.List(context.Request),
            s_columns,
            export.Of(
                context,
                "impersonations",
                who => Sentence.Say($"{who} exported the impersonation log."),
                work => ImpersonationRoutes.Filter(context.Request, caller, work),
                (filter, cursor, work) => impersonations.List(filter with { Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );
    }
}
