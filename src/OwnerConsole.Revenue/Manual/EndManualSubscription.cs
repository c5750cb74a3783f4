using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Manual;

/// <summary>Ends a manual subscription now or on a day. It replaces an end in the future.</summary>
public sealed class EndManualSubscription : Operation<ManualSubscription, EndManualSubscription.Input>
{
    public sealed record Input([Description("First day without the subscription, in UTC. Leave blank for now.")] DateOnly? At = null);

    public override OperationDefinition Definition =>
        new("manual_subscription.end", "End manual subscription", "ended")
        {
            Noun = "subscription",
            Group = ActionGroup.Plan,
            IsHarmful = true,
            Synonyms = "cancel, terminate, contract",
            RestoredByUndo = "The subscription continues, or ends when it was going to before.",
        };

    public override Task<IReadOnlyList<ManualSubscription>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => ManualSubscription.Load(ids, work);

    public override Refusal? Refuse(ManualSubscription subscription, Input input) =>
        subscription switch
        {
            { HasEnded: true } => new("ended", $"{subscription} has ended already."),
            _ when ManualInput.RefuseYear(input.At) is { } refusal => refusal,
            { EndsAt: { } end } when EndOf(subscription, input) == end => new("no_change", $"{subscription} already ends then."),
            _ when EndOf(subscription, input) <= subscription.LastAt => new(
                "too_early",
                $"The end must be after {subscription.LastAt}, when the current terms of {subscription} start."
            ),
            _ => null,
        };

    public override Decision Decide(ManualSubscription subscription, Input input) =>
        new(input.At is { } day ? Sentence.Say($"{subscription} will end at the start of {day}.") : Sentence.Say($"{subscription} will end now."));

    public override async Task Execute(IReadOnlyList<ManualSubscription> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            "update manual.subscription_terms set closed_by = @run where subscription_id = any(@ids) and is_end and closed_by is null",
            new { ids = accepted.Select(subscription => subscription.Id).ToArray(), run = work.RunId }
        );
        await work.Execute(
            """
            insert into manual.subscription_terms
              (tenant_id, subscription_id, from_at, name, plan, amount_minor, currency, interval, intervals, quantity, is_end, opened_by, opened_at)
            select s.tenant_id, s.subscription_id, n.ends_at, s.name, s.plan, s.amount_minor, s.currency, s.interval, s.intervals, s.quantity, true, @run, clock_timestamp()
              from unnest(@ids, @lasts, @ends) n(id, last_at, ends_at)
              join manual.subscription_terms s on s.subscription_id = n.id and s.from_at = n.last_at and s.closed_by is null
            """,
            new
            {
                ids = accepted.Select(subscription => subscription.Id).ToArray(),
                lasts = accepted.Select(subscription => subscription.LastAt).ToArray(),
                ends = accepted.Select(subscription => EndOf(subscription, input)).ToArray(),
                run = work.RunId,
            }
        );
        await SubscriptionRecords.Write([.. accepted.Select(subscription => subscription.Id)], work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ManualSubscription> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await SubscriptionRecords.Rows.Undo([.. subjects.Select(subscription => subscription.Id)], undoneRun, work);
        await SubscriptionRecords.Write(restored, work);
        return restored;
    }

    private static DateTimeOffset EndOf(ManualSubscription subscription, Input input) => ManualInput.Start(input.At) ?? subscription.Now;
}
