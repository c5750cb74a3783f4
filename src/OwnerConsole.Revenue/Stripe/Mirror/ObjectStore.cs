using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Stores the copy of an object.</summary>
internal static class ObjectStore
{
    /// <summary>Replaces an older copy. A deleted object stays deleted.</summary>
    /// <param name="readAt">Time before the request, which a copy read later is newer than.</param>
    /// <param name="eventId">Event that caused the read; null if a change of the console did.</param>
    public static void Save(string account, Mode mode, string type, string id, StripeObject read, DateTimeOffset readAt, string? eventId, UnitOfWork work) =>
        work.Defer(
            """
            insert into stripe.objects as o (tenant_id, account_id, object_id, mode, type, customer, is_deleted, event_id, read_at, body)
            values ('tnt_platform', @account, @id, @mode, @type, @Customer, @IsDeleted, @eventId, @readAt, @Body::jsonb)
            on conflict (tenant_id, account_id, object_id) do update
               set customer = coalesce(excluded.customer, o.customer), is_deleted = excluded.is_deleted, event_id = excluded.event_id, read_at = excluded.read_at,
                   is_projected = false, body = case when excluded.is_deleted then o.body else excluded.body end
             where not o.is_deleted and o.read_at < excluded.read_at
            """,
            new
            {
                account,
                id,
                mode,
                type,
                read.Customer,
                read.IsDeleted,
                eventId,
                readAt,
                read.Body,
            }
        );
}
