using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Sends the messages of a paused channel again, including those that waited.</summary>
public sealed class ResumeChannel : Operation<ChannelFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("channel.resume", "Resume channel", "resumed")
        {
            Group = ActionGroup.Access,
            RestoredByUndo = "The channel is paused again.",
            NotRestoredByUndo = "Messages that were already sent.",
        };

    public override Task<IReadOnlyList<ChannelFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ChannelFacts.Load(ids, work);

    public override Refusal? Refuse(ChannelFacts subject, NoInput input) =>
        ChannelFacts.FindRemoved(subject) ?? (subject.Channel is { IsPaused: false } ? new("not_paused", $"{subject} is not paused.") : null);

    public override Decision Decide(ChannelFacts subject, NoInput input) => new($"Messages on {subject} are sent again, including those that waited.");

    public override async Task Execute(IReadOnlyList<ChannelFacts> accepted, NoInput input, UnitOfWork work)
    {
        var ids = accepted.Select(subject => subject.Id).ToArray();
        await Channel.Pauses.Close(ids, work);
        await work.MakeDue([.. ids.SelectMany(Channel.LanesOf)]);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ChannelFacts> subjects, string undoneRun, UnitOfWork work) =>
        Channel.Pauses.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
