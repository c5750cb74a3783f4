using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Reliability.SupportTickets;

/// <summary>Exports all support tickets that match the filters.</summary>
internal sealed class SupportTicketExport(ListExport export)
{
    public const string Address = SupportTicketRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<SupportTicket>> s_columns =
    [
        new("id", row => row.Id),
        new("tenant_id", row => row.TenantId),
        new("tenant", row => row.Tenant),
        new("priority", row => row.Priority.ToText()),
        new("state", row => row.State.ToText()),
        new("opened_at", row => FileCell.Instant(row.OpenedAt)),
        new("first_reply_at", row => FileCell.Instant(row.FirstReplyAt)),
        new("resolved_at", row => FileCell.Instant(row.ResolvedAt)),
        new("reopened_at", row => FileCell.Instant(row.ReopenedAt)),
        new("updated_at", row => FileCell.Instant(row.UpdatedAt)),
        new("url", row => row.Url),
    ];

    public IResult Send(HttpContext context)
    {
        var caller = SupportTicketRoutes.Reader(context);
        var filters = SupportTicketFilter.Read(context.Request.Query, Mode.Live) with { Limit = ListExport.PageSize };
        return TableFile.Of(
            context,
            SupportTicketRoutes.ListOf(context.Request),
            s_columns,
            export.Of(
                context,
                "support_tickets",
                who => Sentence.Say($"{who} exported support tickets."),
                async work => filters with { Mode = await Modes.Shown(caller, work) },
                (filter, cursor, work) => SupportTicketList.Find(filter with { Cursor = cursor }, work)
            )
        );
    }
}
