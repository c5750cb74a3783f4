using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Emails.Public;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Sends a broadcast now or at a time. The first message leaves after a minute, so that sending can be undone.</summary>
public sealed class SendBroadcast(Database database, RecipientReader reader) : Operation<BroadcastFacts, SendBroadcast.Input>
{
    public const string Name = "broadcast.send";

    /// <summary>Time zones are at most this far ahead of UTC, so a broadcast in local time starts that much earlier.</summary>
    internal static readonly TimeSpan MaxZoneLead = TimeSpan.FromHours(26);

    public sealed record Input(
        [DataType(DataType.DateTime)]
        [Description("Earliest time of the first message, with its offset, such as 2026-12-01T09:00:00+01:00. Leave blank to send now.")]
            DateTimeOffset? SendAt = null,
        [Description("Send at that time of day in each recipient's time zone.")] bool InLocalTime = false
    );

    public override OperationDefinition Definition =>
        new(Name, "Send broadcast", "sent")
        {
            Reversal = Reversal.UntilSent,
            DoneSentence = "Broadcast is on its way",
            PeopleEffect = new("receives a message", "receive a message"),
            RestoredByUndo = "It is a draft again.",
            NotRestoredByUndo = "Messages that have already been sent. Stop the broadcast to cancel those that are waiting.",
        };

    public override async Task<IReadOnlyList<BroadcastFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var loaded = new List<BroadcastFacts>();
        foreach (var subject in await BroadcastFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], database, work)) // usually one
            loaded.Add(await BroadcastPlan.WithReach(await WithEmail(subject, work), reader, database, work));
        return loaded;
    }

    public override Refusal? Refuse(BroadcastFacts subject, Input input) =>
        subject switch
        {
            { Broadcast: null } => BroadcastRefusals.Deleted,
            { Broadcast.State: BroadcastState.Scheduled } => new("already_scheduled", $"It is already scheduled. Stop it first to choose another time."),
            { Broadcast.State: not BroadcastState.Draft } => BroadcastRefusals.AlreadySending,
            { IsEmailSetUp: false } when subject.Broadcast.Channels.Contains(ChannelSource.Email) => new(
                "email_not_set_up",
                $"It is sent by email too, and no mail server is set up. Set one up in the settings, or remove the channel."
            ),
            { Reach.Posts: > 0 } when InAppDelivery.ScopeOf(subject.Broadcast.Subject + subject.Broadcast.Body) is not TextScope.Shared => new(
                "variables_in_post",
                $"It is posted where everyone reads it, so its text can't contain variables of recipients or tenants."
            ),
            { Reach: { Recipients: 0, Posts: 0 } } => new("no_recipients", $"No one would receive it. Change the audience or the channels."),
            _ when input.InLocalTime && input.SendAt is null => new("no_time", $"Enter a time, which then applies in each recipient's time zone."),
            _ when input.SendAt < DateTimeOffset.UnixEpoch => new("bad_time", $"The time is too long ago."),
            _ => null,
        };

    public override Decision Decide(BroadcastFacts subject, Input input)
    {
        var reach = subject.Reach!; // not null: it is read for each broadcast
        var weight = new Weight(People: reach.Recipients);
        if (reach.Posts > 0)
            return input.SendAt is { } later
                ? new($"{subject} is sent to {reach.Recipients:member} of {reach.Tenants:tenant} and posted to {reach.Posts:channel}, from {later} on.")
                {
                    Weight = weight,
                }
                : new(
                    $"{subject} is sent to {reach.Recipients:member} of {reach.Tenants:tenant} and posted to {reach.Posts:channel}, from one minute from now on."
                )
                {
                    Weight = weight,
                };
        return input.SendAt is { } at
            ? new($"{subject} is sent to {reach.Recipients:member} of {reach.Tenants:tenant}, from {at} on.") { Weight = weight }
            : new($"{subject} is sent to {reach.Recipients:member} of {reach.Tenants:tenant}, from one minute from now on.") { Weight = weight };
    }

    public override async Task Execute(IReadOnlyList<BroadcastFacts> accepted, Input input, UnitOfWork work)
    {
        var sendAt = input.SendAt ?? work.Now;
        await work.Execute(
            """
            insert into broadcasts.sends (tenant_id, broadcast_id, opened_by, opened_at, send_at, in_local_time)
            select 'tnt_platform', id, @run, clock_timestamp(), @sendAt, @InLocalTime from unnest(@ids) id
            """,
            new
            {
                ids = accepted.Select(subject => subject.Id).ToArray(),
                run = work.RunId,
                sendAt,
                input.InLocalTime,
            }
        );
        foreach (var subject in accepted) // usually one
            await Enqueue(subject.Id, sendAt, input.InLocalTime, work);
    }

    /// <summary>Starts sending at its time, and not before the minute in which it can be undone has passed.</summary>
    internal static async Task Enqueue(string broadcastId, DateTimeOffset sendAt, bool inLocalTime, UnitOfWork work)
    {
        var (startAt, first) = (inLocalTime ? sendAt - MaxZoneLead : sendAt, work.Now + OperationDefinition.SendDelay);
        await work.Enqueue(BroadcastSender.LaneOf(broadcastId), BroadcastSender.Kind, new { broadcast = broadcastId }, startAt > first ? startAt : first);
        work.WakeWorkers();
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<BroadcastFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var undone = await Broadcast.Sends.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work, "this.started_at is null");
        await work.Withdraw([.. undone.Select(BroadcastSender.LaneOf)], undoneRun);
        return undone;
    }

    private static async Task<BroadcastFacts> WithEmail(BroadcastFacts subject, UnitOfWork work) =>
        subject with
        {
            IsEmailSetUp = await EmailText.CanSendEmail(work),
        };
}
