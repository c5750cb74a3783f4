using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Cancels all messages of a broadcast that are waiting. One that was only scheduled is a draft again. Undo continues with the cancelled messages.</summary>
public sealed class StopBroadcast(Database database) : Operation<BroadcastFacts, NoInput>
{
    public const string Name = "broadcast.stop";

    public override OperationDefinition Definition =>
        new(Name, "Stop broadcast", "stopped")
        {
            IsHarmful = true,
            RestoredByUndo = "Messages that were cancelled are sent. A scheduled broadcast is scheduled again, unless it was sent since.",
        };

    public override async Task<IReadOnlyList<BroadcastFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        await BroadcastFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], database, work);

    public override Refusal? Refuse(BroadcastFacts subject, NoInput input) =>
        subject switch
        {
            { Broadcast: null } => BroadcastRefusals.Deleted,
            { Broadcast.State: BroadcastState.Draft } => new("not_sent", $"It is a draft, so there is nothing to stop."),
            { Broadcast.State: BroadcastState.Stopped } => new("already_stopped", $"It is already stopped."),
            { Broadcast.State: not (BroadcastState.Scheduled or BroadcastState.Sending) } => new("already_sent", $"All of its messages were sent."),
            _ => null,
        };

    public override Decision Decide(BroadcastFacts subject, NoInput input) =>
        subject.Broadcast!.State is BroadcastState.Scheduled // not null: a deleted one is refused
            ? new($"{subject} is a draft again. Nothing of it was sent.")
            : new($"Messages of {subject} that are waiting are cancelled. Those that were sent stay.");

    public override async Task Execute(IReadOnlyList<BroadcastFacts> accepted, NoInput input, UnitOfWork work)
    {
        var ids = accepted.Select(subject => subject.Id).ToArray();
        await work.Execute(
            """
            update broadcasts.sends
               set stopped_by = case when started_at is not null then @run end, stopped_at = case when started_at is not null then clock_timestamp() end,
                   closed_by = case when started_at is null then @run end, closed_at = case when started_at is null then clock_timestamp() end
             where tenant_id = 'tnt_platform' and broadcast_id = any(@ids) and closed_by is null and ended_at is null
            """,
            new { ids, run = work.RunId }
        );
        await work.MakeDue([.. ids.Select(BroadcastSender.LaneOf)]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<BroadcastFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var ids = subjects.Where(subject => subject.Broadcast is not null).Select(subject => subject.Id).ToArray();
        var rescheduled = await Broadcast.Sends.Reopen(ids, undoneRun, work);
        var continued = await work.List<string>(
            """
            update broadcasts.sends set stopped_by = null, stopped_at = null, ended_at = null
             where tenant_id = 'tnt_platform' and broadcast_id = any(@ids) and closed_by is null and stopped_by = @undoneRun
            returning broadcast_id
            """,
            new { ids, undoneRun }
        );
        foreach (var broadcast in await Broadcast.List([.. rescheduled, .. continued], work)) // usually one
            await SendBroadcast.Enqueue(broadcast.Id, broadcast.SendAt!.Value, broadcast.InLocalTime, work); // not null: it has an open row
        return [.. rescheduled, .. continued];
    }
}
