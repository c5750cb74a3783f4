using OwnerConsole.Data;
using OwnerConsole.Revenue.Stripe.Public;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>Reads the events received from Stripe.</summary>
public static class StripeEvents
{
    private const string Columns = """
        select e.event_id as id, e.account_id, e.mode, e.type, e.api_version, e.object_type, e.object_id, e.state, e.attempts, e.error, e.created_at, e.received_at, e.processed_at
          from stripe.events e
        """;

    public static async Task<Page<StripeEventRow>> Find(StripeEventFilter filter, UnitOfWork work)
    {
        var rows = await work.List<StripeEventRow>(
            $"{Columns} {filter.Where} {filter.Order.By("e.received_at", "e.event_id")} limit @limit + 1",
            filter.Arguments
        );
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.ReceivedAt, last.Id));
    }

    /// <returns>Ids of all matches up to the limit, oldest first.</returns>
    public static Task<IReadOnlyList<string>> Ids(StripeEventFilter filter, UnitOfWork work)
    {
        var asked = filter with { Order = new(IsOldestFirst: true) };
        return work.List<string>(
            $"select e.event_id from stripe.events e {asked.Where} {asked.Order.By("e.received_at", "e.event_id")} limit @limit",
            asked.Arguments
        );
    }

    /// <returns>The event; null if there is none, or if it is a live one and the caller a test key.</returns>
    public static Task<StripeEventRow?> Get(string eventId, Caller caller, UnitOfWork work) =>
        work.One<StripeEventRow>(
            $"{Columns} where e.tenant_id = 'tnt_platform' and e.event_id = @eventId and (e.mode = 'test' or not @isTest)",
            new { eventId, isTest = caller.Mode is Mode.Test }
        );

    /// <returns>The latest events about the tenant's customers and what belongs to them, newest first.</returns>
    public static Task<IReadOnlyList<StripeEventRow>> OfTenant(string tenantId, int limit, UnitOfWork work) =>
        work.List<StripeEventRow>(
            $"""
            {Columns}
             where e.tenant_id = 'tnt_platform' and (e.account_id, e.object_id) in (
               select o.account_id, o.object_id
                 from billing.customers c join stripe.objects o on o.tenant_id = 'tnt_platform' and o.account_id = c.account_id and o.customer = c.id
                where c.tenant_id = @tenantId)
             order by e.received_at desc, e.event_id desc
             limit @limit
            """,
            new { tenantId, limit }
        );

    /// <returns>The body exactly as it was received.</returns>
    public static async Task<string> Body(StripeEventRow row, UnitOfWork work) =>
        await work.One<string>(
            "select body from stripe.events where tenant_id = 'tnt_platform' and account_id = @AccountId and event_id = @Id",
            new { row.AccountId, row.Id }
        ) ?? "";
}

/// <param name="Id">evt_…</param>
/// <param name="AccountId">Stripe account (acct_…).</param>
/// <param name="Type">Type of the event, such as invoice.paid.</param>
/// <param name="ApiVersion">Version in which Stripe wrote the event.</param>
/// <param name="ObjectType">Stripe's name of the type, such as subscription.</param>
/// <param name="ObjectId">Stripe's ID of the event's object.</param>
/// <param name="Attempts">Failed attempts since the event was received or replayed.</param>
/// <param name="Error">Why the last attempt failed, or why the event is only stored.</param>
/// <param name="CreatedAt">When Stripe created the event.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="ProcessedAt">When it was processed; null until then.</param>
public sealed record StripeEventRow(
    string Id,
    string AccountId,
    Mode Mode,
    string Type,
    string? ApiVersion,
    string? ObjectType,
    string? ObjectId,
    StripeEventState State,
    int Attempts,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? ProcessedAt
)
{
    /// <summary>Page of the object in Stripe's dashboard; null for types without one.</summary>
    public string? DashboardUrl => StripeAddress.InDashboard(Mode, ObjectType, ObjectId);
}
