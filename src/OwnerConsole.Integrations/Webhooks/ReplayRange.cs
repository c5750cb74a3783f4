using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Sends the events of a period to an endpoint again, in order, at half of its rate at most. Undo stops it.</summary>
public sealed class ReplayRange(Database database, EventKinds kinds) : Operation<ReplayFacts, ReplayRange.Input>
{
    public const string Name = "webhook_endpoint.replay_range";

    private const int MaxEvents = 100_000;

    public sealed record Input(
        [Description("Start of the period, with its offset, such as 2026-11-28T09:00:00Z.")] [DataType(DataType.DateTime)] DateTimeOffset From,
        [Description("End of the period, with its offset.")] [DataType(DataType.DateTime)] DateTimeOffset To,
        [Description("Failed or never sent events, or all.")] ReplayScope Scope = ReplayScope.Undelivered,
        [Description("One event type per line: tenant.suspended, or tenant.* for a whole group. Leave blank for all that the endpoint receives.")]
            string[]? Events = null
    );

    public override Input Example => new(DateTimeOffset.UnixEpoch.AddYears(56), DateTimeOffset.UnixEpoch.AddYears(58));

    public override OperationDefinition Definition =>
        new(Name, "Replay period", "queued for replay")
        {
            Subject = "webhook_endpoint",
            Noun = "endpoint",
            Group = ActionGroup.Communication,
            Synonyms = "replay events, resend webhooks, recover webhooks, replay failed",
            RestoredByUndo = "The replay stops. Events that have not been sent yet are not sent.",
            NotRestoredByUndo = "Events that have already been sent.",
        };

    public override async Task<IReadOnlyList<ReplayFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var endpoints = await EndpointFacts.Load(ids, work);
        var running = await Replay.FindRunning(ids, work);
        var facts = new List<ReplayFacts>();
        await using var reading = await database.Read(work.Stop);
        foreach (var endpoint in endpoints) // dozens at most
        {
            var pace = await ReplayPace.Find(endpoint.Id, endpoint.MaxInFlight, reading);
            var found = input.From < input.To ? await Select(endpoint, input).Count(MaxEvents + 1, reading) : 0;
            facts.Add(new(endpoint, found, pace.Estimate(found), running.ContainsKey(endpoint.Id)));
        }
        return facts;
    }

    public override Refusal? Refuse(ReplayFacts subject, Input input) =>
        !subject.Endpoint.IsOpen ? new("removed", $"{subject} has been removed.")
        : subject.Endpoint.IsDisabled ? new("disabled", $"{subject} is disabled. Enable it first.")
        : subject.IsReplaying ? new("already_replaying", $"A replay to {subject} is running. Wait until it has finished, or stop it first.")
        : input.From >= input.To ? new("bad_range", $"The start of the period must be before its end.")
        : EventFilter.Validate(EventFilter.Normalize(input.Events), kinds) is { } unknown ? unknown
        : subject.Found == 0
            ? new("nothing_to_replay", $"The log has no such events for {subject} in this period. Events older than the log's retention can't be replayed.")
        : subject.Found > MaxEvents ? new("period_too_large", $"The period has more than {MaxEvents} events. Choose a shorter one.")
        : null;

    public override Decision Decide(ReplayFacts subject, Input input)
    {
        var minutes = (long)Math.Max(1, Math.Ceiling(subject.Estimate.TotalMinutes));
        return input.Scope is ReplayScope.All
            ? new($"{subject} will receive {subject.Found:event} again, in about {minutes:minute}.")
            : new($"{subject} will receive {subject.Found:event} that it has not received, in about {minutes:minute}.");
    }

    /// <remarks>The period ends now at the latest: otherwise, events would be sent again as they occur.</remarks>
    public override async Task Execute(IReadOnlyList<ReplayFacts> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into webhooks.replays (tenant_id, endpoint_id, opened_by, opened_at, range_start, range_end, scope, events, found, after_at)
            select 'tnt_platform', r.id, @run, clock_timestamp(), @From, least(@To, clock_timestamp()), @Scope, @events, r.found, @From from unnest(@ids, @found) r(id, found)
            """,
            new
            {
                run = work.RunId,
                input.From,
                input.To,
                input.Scope,
                events = EventFilter.Normalize(input.Events),
                ids = accepted.Select(subject => subject.Id).ToArray(),
                found = accepted.Select(subject => subject.Found).ToArray(),
            }
        );
        foreach (var subject in accepted) // dozens at most
            await work.Enqueue(ReplaySender.LaneOf(subject.Id), ReplaySender.Kind, new { endpoint = subject.Id, run = work.RunId });
        work.WakeWorkers();
    }

    /// <remarks>The events' rows belong to tenants, which this transaction can't see: <see cref="ReplaySender"/> closes them.</remarks>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ReplayFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var stopped = await EndpointRows.Replays.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work, "this.ended_at is null");
        await work.Withdraw([.. stopped.SelectMany(id => new[] { WebhookFanout.LaneOf(id), ReplaySender.LaneOf(id) })], undoneRun);
        foreach (var id in stopped) // dozens at most
            await work.Enqueue(ReplaySender.LaneOf(id), ReplaySender.Kind, new { endpoint = id, run = undoneRun });
        work.WakeWorkers();
        return stopped;
    }

    private static ReplayEvents Select(EndpointFacts endpoint, Input input) =>
        new(endpoint.Id, endpoint.Mode, input.From, input.To, input.Scope, endpoint.Events, EventFilter.Normalize(input.Events));
}
