using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Lets the messages of a channel wait until it is resumed.</summary>
public sealed class PauseChannel : Operation<ChannelFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("channel.pause", "Pause channel", "paused")
        {
            Group = ActionGroup.Access,
            IsHarmful = true,
            RestoredByUndo = "Messages are sent again, including those that waited.",
        };

    public override Task<IReadOnlyList<ChannelFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ChannelFacts.Load(ids, work);

    public override Refusal? Refuse(ChannelFacts subject, NoInput input) =>
        ChannelFacts.FindRemoved(subject) ?? (subject.Channel is { IsPaused: true } ? new("already_paused", $"{subject} is already paused.") : null);

    public override Decision Decide(ChannelFacts subject, NoInput input) => new($"Messages on {subject} wait until it is resumed.");

    public override Task Execute(IReadOnlyList<ChannelFacts> accepted, NoInput input, UnitOfWork work) =>
        work.Execute(
            """
            insert into channels.pauses (tenant_id, channel_id, opened_by, opened_at)
            select 'tnt_platform', id, @run, clock_timestamp() from unnest(@ids) id
            """,
            new { run = work.RunId, ids = accepted.Select(subject => subject.Id).ToArray() }
        );

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ChannelFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var resumed = await Channel.Pauses.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await work.MakeDue([.. resumed.SelectMany(Channel.LanesOf)]);
        return resumed;
    }
}
