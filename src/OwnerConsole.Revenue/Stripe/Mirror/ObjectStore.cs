using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Stores the copy of an object.</summary>
internal static class ObjectStore
{
    /// <summary>Condition for replacing a copy. Deleted objects stay deleted, except those whose owner chooses the id and can use it again.</summary>
    private const string IsReplaced = "(not o.is_deleted or o.type in ('coupon', 'product') and not excluded.is_deleted) and o.read_at < excluded.read_at";

    /// <summary>Replaces an older copy. A deleted object stays deleted.</summary>
    /// <param name="readAt">Time before the request, which a copy read later is newer than.</param>
    /// <param name="eventId">Event that caused the read; null if nothing in Stripe did.</param>
    public static void Save(string account, Mode mode, string type, StripeObject read, DateTimeOffset readAt, string? eventId, UnitOfWork work) =>
        work.Defer(
            $"""
            insert into stripe.objects as o (tenant_id, account_id, object_id, mode, type, customer, is_deleted, event_id, read_at, body)
            values ('tnt_platform', @account, @Id, @mode, @type, @Customer, @IsDeleted, @eventId, @readAt, @Body::jsonb)
            on conflict (tenant_id, account_id, object_id, mode) do update
               set customer = coalesce(excluded.customer, o.customer), is_deleted = excluded.is_deleted, event_id = excluded.event_id, read_at = excluded.read_at,
                   is_projected = false, body = case when excluded.is_deleted then o.body else excluded.body end
             where {IsReplaced}
            """,
            new
            {
                account,
                read.Id,
                mode,
                type,
                read.Customer,
                read.IsDeleted,
                eventId,
                readAt,
                read.Body,
            }
        );

    /// <summary>Replaces older copies by the objects of a page. Deleted objects stay deleted.</summary>
    /// <inheritdoc cref="Save"/>
    public static void SavePage(string account, Mode mode, string type, IReadOnlyList<StripeObject> page, DateTimeOffset readAt, UnitOfWork work) =>
        work.Defer(
            $"""
            insert into stripe.objects as o (tenant_id, account_id, object_id, mode, type, customer, read_at, body)
            select 'tnt_platform', @account, n.id, @mode, @type, n.customer, @readAt, n.body::jsonb
              from unnest(@ids, @customers, @bodies) n(id, customer, body)
            on conflict (tenant_id, account_id, object_id, mode) do update
               set customer = coalesce(excluded.customer, o.customer), is_deleted = false, event_id = null, read_at = excluded.read_at, is_projected = false,
                   body = excluded.body
             where {IsReplaced}
            """,
            new
            {
                account,
                mode,
                type,
                readAt,
                ids = page.Select(read => read.Id).ToArray(),
                customers = page.Select(read => read.Customer).ToArray(),
                bodies = page.Select(read => read.Body).ToArray(),
            }
        );
}
