using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Marks events as processed whose object was read after they had been received.</summary>
internal static class ReadEvents
{
    /// <summary>Completes the pending events of an object that an event has made the console read. Failed ones stay, so that someone sees them.</summary>
    public static void CompletePending(string account, Mode mode, string objectId, DateTimeOffset readAt, UnitOfWork work) =>
        Complete("e.state = 'pending'", account, mode, [objectId], readAt, work);

    /// <summary>Completes the pending and failed events of objects that a person has made the console read.</summary>
    public static void CompleteAll(string account, Mode mode, IReadOnlyCollection<string> objects, DateTimeOffset readAt, UnitOfWork work) =>
        Complete("e.state in ('pending', 'failed')", account, mode, objects, readAt, work);

    private static void Complete(string states, string account, Mode mode, IReadOnlyCollection<string> objects, DateTimeOffset readAt, UnitOfWork work) =>
        work.Defer(
            $"""
            update stripe.events e set state = 'processed', processed_at = clock_timestamp(), error = null, attempts = 0
             where e.tenant_id = 'tnt_platform' and e.account_id = @account and e.mode = @mode and e.object_id = any(@objects) and {states} and e.received_at <= @readAt
            """,
            new
            {
                account,
                mode,
                objects,
                readAt,
            }
        );
}
