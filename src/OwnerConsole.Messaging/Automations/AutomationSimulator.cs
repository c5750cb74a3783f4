using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Sequences;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Simulates an automation over the past 90 days, from the log and the history of tenants.</summary>
/// <remarks>Lifecycle and plans are those of each time. Other values, such as tags and attributes, are the current ones.</remarks>
public sealed class AutomationSimulator(TimeProvider clock)
{
    private const int Days = 90;

    public async Task<AutomationSimulation> Run(Automation automation, Mode mode, UnitOfWork reading)
    {
        var triggers = await SimulatedTrigger.List(automation, mode, Days, reading);
        string[] ids = [.. triggers.Select(trigger => trigger.TenantId).Distinct(StringComparer.Ordinal)];
        var profiles = await SequenceProfiles.Load([.. triggers.Select(trigger => (trigger.TenantId, trigger.MemberId))], automation.Conditions, reading);
        var history = await TenantHistory.Load(ids, reading);
        var goals = (await SimulatedTrigger.FindGoals(automation.Goals, ids, Days, reading)).ToDictionary(goal => goal.Key, goal => goal.Order().ToArray());
        TimeSpan[] waits = [.. automation.Steps.Select(step => step.Duration)];
        var (now, replays) = (clock.GetUtcNow(), new List<(SimulatedTrigger Trigger, ReplayedSequence Result)>());
        foreach (
            var trigger in automation.Once ? triggers.OrderBy(trigger => trigger.At).DistinctBy(trigger => (trigger.TenantId, trigger.MemberId)) : triggers
        )
        {
            if (profiles.Find(trigger.TenantId, trigger.MemberId) is not { } tenant)
                continue;
            var facts = AutomationReach.Facts(trigger.Data);
            bool Meets(DateTimeOffset at) => Applies(automation, history.At(tenant, at), facts);
            if (Meets(trigger.At))
                replays.Add((trigger, SequenceReplay.Replay(trigger.At, waits, FirstGoal(goals, trigger), Meets, now)));
        }
        var isPartial = triggers is [{ IsPartial: true }, ..] || (automation.Goals.Count > 0 && await SimulatedTrigger.IsLogTooLong(Days, reading));
        return Sum(automation, waits, replays, isPartial);
    }

    /// <summary>Finds it by a binary search: one tenant can have thousands of starts and of goals.</summary>
    /// <param name="goals">Times of goals by tenant and member as <see cref="SimulatedTrigger.FindGoals"/> returns them, in order.</param>
    /// <returns>The first goal after the start; empty for none. Goals about other members don't end the sequence of a member.</returns>
    private static DateTimeOffset[] FirstGoal(IReadOnlyDictionary<(string TenantId, string? MemberId), DateTimeOffset[]> goals, SimulatedTrigger trigger)
    {
        string?[] members = trigger.MemberId is { } member ? ["", member] : [null];
        return [.. members.SelectMany(of => FirstAfter(goals.GetValueOrDefault((trigger.TenantId, of), []), trigger.At)).Order().Take(1)];
    }

    private static DateTimeOffset[] FirstAfter(DateTimeOffset[] times, DateTimeOffset start)
    {
        var place = Array.BinarySearch(times, start.AddTicks(1));
        place = place < 0 ? ~place : place;
        return place < times.Length ? [times[place]] : [];
    }

    /// <summary>The end of a trial no longer applies once it is converted.</summary>
    private static bool Applies(Automation automation, TenantProfile tenant, JsonElement facts) =>
        (automation.Date is not AutomationDate.TrialEnd || tenant.Lifecycle is TenantLifecycle.Trial) && tenant.Meets(automation.Conditions, facts);

    private static AutomationSimulation Sum(
        Automation automation,
        IReadOnlyList<TimeSpan> waits,
        IReadOnlyList<(SimulatedTrigger Trigger, ReplayedSequence Result)> replays,
        bool isPartial
    )
    {
        var (steps, runDays) = (new List<StepSimulation>(), new Dictionary<DateOnly, long>());
        var delay = TimeSpan.Zero;
        foreach (var (index, step) in automation.Steps.Index())
        {
            var done = replays.Where(replay => replay.Result.StepsDone > index).Select(replay => replay.Trigger).ToList();
            steps.Add(new(index + 1, step.Kind, step.Operation, done.Count, Count(done)));
            if (step.Kind is StepKind.Operation)
                foreach (var trigger in done)
                {
                    var day = DateOnly.FromDateTime((trigger.At + delay).UtcDateTime);
                    runDays[day] = runDays.GetValueOrDefault(day) + 1;
                }
            delay += waits[index];
        }
        long Ended(SequenceEnd end) => replays.LongCount(replay => replay.Result.End == end);
        return new(
            Days,
            replays.Count,
            Count([.. replays.Select(replay => replay.Trigger)]),
            Ended(SequenceEnd.Completed),
            Ended(SequenceEnd.GoalReached),
            Ended(SequenceEnd.ConditionsUnmet),
            Ended(SequenceEnd.Running),
            runDays.Values.DefaultIfEmpty().Max(),
            isPartial,
            steps
        );
    }

    private static long Count(IReadOnlyCollection<SimulatedTrigger> triggers) =>
        triggers.Select(trigger => trigger.TenantId).Distinct(StringComparer.Ordinal).LongCount();
}
