using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>Exports all Stripe events that match the filters, without their bodies.</summary>
public sealed class StripeEventExport(ListExport export)
{
    public const string Address = StripeEventRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<StripeEventRow>> s_columns =
    [
        new("type", row => row.Type),
        new("object", row => row.ObjectId) { Word = "object" },
        new("state", row => row.State.ToText()) { Word = "state" },
        new("error", row => row.Error) { Word = "state" },
        new("attempts", row => (decimal)row.Attempts) { Word = "state" },
        new("mode", row => row.Mode.ToText()) { Word = "mode" },
        new("received_at", row => FileCell.Instant(row.ReceivedAt)) { Word = "received_at" },
        new("created_at", row => FileCell.Instant(row.CreatedAt)) { Word = "received_at" },
        new("processed_at", row => FileCell.Instant(row.ProcessedAt)) { Word = "received_at" },
        new("id", row => row.Id),
        new("account_id", row => row.AccountId),
        new("api_version", row => row.ApiVersion),
    ];

    public IResult Send(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        return TableFile.Of(
            context,
            StripeEventFilter.Address(context.Request),
            s_columns,
            export.Of(
                context,
                "stripe_events",
                who => Sentence.Say($"{who} exported the list of Stripe events."),
                _ => Task.FromResult(StripeEventFilter.Read(context.Request.Query, caller)),
                (filter, cursor, work) => StripeEvents.Find(filter with { Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );
    }
}
