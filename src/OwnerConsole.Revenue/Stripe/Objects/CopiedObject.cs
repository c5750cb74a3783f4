using OwnerConsole.Data;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Stripe.Projection;

namespace OwnerConsole.Revenue.Stripe.Objects;

/// <summary>The copy of an object from Stripe, and how it came here.</summary>
/// <param name="Type">Stripe's name of the type.</param>
/// <param name="Customer">cus_… of the customer that it belongs to.</param>
/// <param name="IsProjected">Whether its billing record is up to date.</param>
/// <param name="EventId">Event that caused the last read; null if the console caused it.</param>
/// <param name="EventType">Null if the event is no longer stored.</param>
/// <param name="ReadBy">Run that requested the last read; null if none did.</param>
/// <param name="Requested">The last requested read, if it is not done; null if there is none.</param>
public sealed record CopiedObject(
    string Id,
    string AccountId,
    Mode Mode,
    string Type,
    string? Customer,
    bool IsDeleted,
    bool IsProjected,
    DateTimeOffset ReadAt,
    string? EventId,
    string? EventType,
    string? ReadBy,
    string? Requested,
    bool HasFailed,
    string? Error
)
{
    /// <returns>The copy that was read last; null if there is none, or if it is a live one and the caller a test key.</returns>
    public static Task<CopiedObject?> Find(string id, Caller caller, UnitOfWork work) =>
        work.One<CopiedObject>(
            """
            select o.object_id as id, o.account_id, o.mode, o.type, o.customer, o.is_deleted, o.is_projected, o.read_at, o.event_id, e.type as event_type,
                   case when r.read_at = o.read_at then r.opened_by end as read_by,
                   case when r.read_at is null and r.closed_by is null then r.opened_by end as requested,
                   coalesce(r.failed_at is not null and r.closed_by is null, false) as has_failed, case when r.closed_by is null then r.error end as error
              from stripe.objects o
              left join stripe.events e on e.tenant_id = o.tenant_id and e.account_id = o.account_id and e.event_id = o.event_id
              left join stripe.reads r on r.tenant_id = o.tenant_id and r.account_id = o.account_id and r.object_id = o.object_id and r.mode = o.mode
             where o.tenant_id = 'tnt_platform' and o.object_id = @id and (o.mode = 'test' or not @isTest)
             order by o.read_at desc
             limit 1
            """,
            new { id, isTest = caller.Mode is Mode.Test }
        );

    /// <returns>The JSON of the copy, indented.</returns>
    public async Task<string> ReadBody(UnitOfWork work) =>
        await work.One<string>(
            "select jsonb_pretty(body) from stripe.objects where tenant_id = 'tnt_platform' and account_id = @AccountId and object_id = @Id and mode = @Mode",
            new
            {
                AccountId,
                Id,
                Mode,
            }
        ) ?? "";

    /// <summary>Table of its billing record; null for objects without one.</summary>
    public BillingTable? Table => RecordFields.TableOf(Type);

    /// <summary>Address of its billing record; null for objects without one.</summary>
    public string? RecordAddress => Table is { } table ? $"/revenue/{table.ToText()}?q={Uri.EscapeDataString(Id)}" : null;

    /// <summary>Operation that reads it again; null if only events do, as for prices.</summary>
    public string? SyncOperation => Table is { } table and not BillingTable.Prices && BillingRecords.KindOf(table) is { } kind ? $"{kind}.sync" : null;
}
