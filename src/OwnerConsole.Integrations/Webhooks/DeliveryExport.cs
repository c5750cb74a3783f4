using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Exports all deliveries that match the filters as a file.</summary>
public sealed class DeliveryExport(ListExport export, Deliveries deliveries)
{
    public const string Address = EndpointRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<DeliveryRow>> s_columns =
    [
        new("event", row => row.Event),
        new("tenant", row => row.TenantName) { Word = "tenant" },
        new("state", row => row.State.ToText()) { Word = "state" },
        new("status", row => (decimal?)row.Status) { Word = "state" },
        new("fault", row => row.Fault) { Word = "state" },
        new("attempts", row => (decimal)row.Attempts) { Word = "attempts" },
        new("url", row => row.Url) { Word = "url" },
        new("created_at", row => FileCell.Instant(row.CreatedAt)) { Word = "created_at" },
        new("ended_at", row => FileCell.Instant(row.EndedAt)) { Word = "created_at" },
        new("id", row => row.DeliveryId),
        new("event_id", row => row.EventId),
        new("tenant_id", row => row.TenantId),
        new("endpoint_id", row => row.EndpointId),
    ];

    /// <param name="endpointId">Exports only this endpoint's deliveries; null for all endpoints.</param>
    public IResult Send(HttpContext context, string? endpointId)
    {
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        return TableFile.Of(
            context,
            DeliveryFilter.Address(EndpointRoutes.Address, context.Request),
            s_columns,
            export.Of(
                context,
                "deliveries",
                who => Sentence.Say($"{who} exported the list of deliveries."),
                work => DeliveryFilter.Read(context.Request.Query, caller, work),
                (filter, cursor, work) => deliveries.Find(filter with { EndpointId = endpointId, Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );
    }
}
