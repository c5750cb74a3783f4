using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>
/// Deletes events after 90 days, because they contain personal data, and calls that revert changes once the changes can't be undone any more. The objects
/// they were about, and their types in the log, are kept.
/// </summary>
public sealed class StripeEventRetention(Database database) : IWorkHandler
{
    private const int Days = 90,
        UndoDays = 31, // a day more than an undo is possible
        BatchSize = 5_000;

    public string Name => "stripe.delete_old_events";

    public string Title => "Delete old Stripe events";

    public TimeSpan? Interval => TimeSpan.FromHours(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Name), [IdGenerator.Platform], stop);
        var deleted = await work.Execute(
            """
            with old as materialized (
              select account_id, event_id from stripe.events
               where tenant_id = 'tnt_platform' and mode in ('live', 'test') and received_at < now() - make_interval(days => @Days) and state <> 'pending'
               limit @BatchSize)
            delete from stripe.events e using old
             where e.tenant_id = 'tnt_platform' and e.account_id = old.account_id and e.event_id = old.event_id
            """,
            new { Days, BatchSize }
        );
        await work.Execute(
            """
            update stripe.requests r set undo_call = null
             where r.tenant_id = 'tnt_platform' and r.undo_call is not null and r.opened_at < now() - make_interval(days => @UndoDays)
            """,
            new { UndoDays }
        );
        await work.Commit();
        return deleted == BatchSize ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }
}
