using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Steps of a case that have no result yet.</summary>
internal sealed record CaseProgress
{
    /// <summary>Time between an email or a restriction and the next restriction, also if steps are carried out late.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromDays(1);

    private readonly DunningCase _unpaid;

    public CaseProgress(DunningCase unpaid, IReadOnlyList<DunningHold> holds, IReadOnlyList<StepResult> results)
    {
        var stored = results.Select(result => result.Step).ToHashSet(StringComparer.Ordinal);
        _unpaid = unpaid;
        Pending = [.. unpaid.Plan(holds).Where(step => !stored.Contains(DunningCase.NameOf(step.Step)))];
        Due = [.. Pending.TakeWhile(step => step.At <= unpaid.Now)];
        LastAt = results.Where(result => result.Result == "done").Max(result => (DateTimeOffset?)result.DoneAt);
    }

    /// <summary>In the order in which they are carried out.</summary>
    public IReadOnlyList<PlannedStep> Pending { get; private init; }

    /// <summary>The first of them, whose time has come.</summary>
    public IReadOnlyList<PlannedStep> Due { get; }

    /// <summary>When the last step was carried out; null if none was.</summary>
    private DateTimeOffset? LastAt { get; init; }

    /// <returns>Earliest time at which a step may be carried out that is due: no email at night, and no restriction shortly after another step or before
    /// the time that an email has announced.</returns>
    public DateTimeOffset EarliestOf(DunningStep step) =>
        step.Action is DunningAction.Email
            ? DunningSchedule.SkipQuietHours(_unpaid.Now, _unpaid.TimeZone)
            : new[] { LastAt + Notice, _unpaid.AnnouncedAt }.Max() ?? _unpaid.Now;

    /// <returns>The steps after this one.</returns>
    public CaseProgress After(PlannedStep step, bool isDone) =>
        this with
        {
            Pending = [.. Pending.Where(other => other != step)],
            LastAt = isDone ? _unpaid.Now : LastAt,
        };

    /// <returns>The next step that restricts access, with its time; null if there is none in the future.</returns>
    public PlannedStep? FindNextLimit()
    {
        if (Pending.FirstOrDefault(step => step.Step.Action is not DunningAction.Email) is not { At: { } at } next)
            return null;
        var earliest = EarliestOf(next.Step);
        var from = earliest > at ? earliest : at;
        return from > _unpaid.Now ? next with { At = from } : null;
    }
}
