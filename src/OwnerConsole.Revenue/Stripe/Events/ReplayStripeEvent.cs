using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Stripe.Mirror;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>Reads the objects of failed or processed events from Stripe again.</summary>
public sealed class ReplayStripeEvent : Operation<StripeEventFacts, NoInput>
{
    public const string Name = "stripe_event.replay";

    public override OperationDefinition Definition =>
        new(Name, "Replay Stripe event", "replayed")
        {
            Noun = "event",
            RestoredByUndo = "Objects that have not been read yet are not read.",
            NotRestoredByUndo = "Objects that have already been read.",
        };

    public override Task<IReadOnlyList<StripeEventFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => StripeEventFacts.Load(ids, work);

    public override Refusal? Refuse(StripeEventFacts received, NoInput input) =>
        received.State switch
        {
            StripeEventState.Pending => new("already_pending", $"{received} is already about to be processed."),
            StripeEventState.Stored => new("nothing_to_read", $"The console keeps {received}, but has nothing to read for it."),
            _ => null,
        };

    public override Decision Decide(StripeEventFacts received, NoInput input) => new($"The object of {received} will be read from Stripe again.");

    public override async Task Execute(IReadOnlyList<StripeEventFacts> accepted, NoInput input, UnitOfWork work)
    {
        await work.Execute(
            """
            update stripe.events set state = 'pending', attempts = 0, error = null, replayed_by = @run
             where tenant_id = 'tnt_platform' and event_id = any(@ids)
            """,
            new { run = work.RunId, ids = accepted.Select(received => received.EventId).ToArray() }
        );
        await ObjectReader.Enqueue(accepted.Select(received => (received.AccountId, received.EventId, received.ObjectId!)), work); // Refuse leaves out events without an object
        work.WakeWorkers();
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<StripeEventFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var stopped = await work.List<string>(
            """
            update stripe.events set state = case when processed_at is null then 'failed' else 'processed' end
             where tenant_id = 'tnt_platform' and event_id = any(@ids) and state = 'pending' and replayed_by = @undoneRun
            returning event_id
            """,
            new { ids = subjects.Select(received => received.EventId).ToArray(), undoneRun }
        );
        var lanes = subjects
            .Where(received => stopped.Contains(received.EventId))
            .Select(received => ObjectReader.LaneOf(received.AccountId, received.ObjectId!));
        await work.Withdraw([.. lanes.Distinct(StringComparer.Ordinal)], undoneRun);
        return stopped;
    }
}
