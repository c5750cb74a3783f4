using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Removes a channel. Its waiting messages are not sent; its secrets are kept as long as the removal can be undone.</summary>
public sealed class RemoveChannel : Operation<ChannelFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("channel.remove", "Remove channel", "removed")
        {
            Group = ActionGroup.Danger,
            UndoRequiresStepUp = true,
            RestoredByUndo = "The channel with its secrets.",
            NotRestoredByUndo = "Messages that were waiting are not sent later.",
        };

    public override Task<IReadOnlyList<ChannelFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ChannelFacts.Load(ids, work);

    public override Refusal? Refuse(ChannelFacts subject, NoInput input) =>
        subject.Channel is null ? new("already_removed", $"{subject} has already been removed.") : null;

    public override Decision Decide(ChannelFacts subject, NoInput input) => new($"No more messages are sent on {subject}, including those that are waiting.");

    public override async Task Execute(IReadOnlyList<ChannelFacts> accepted, NoInput input, UnitOfWork work)
    {
        var ids = accepted.Select(subject => subject.Id).ToArray();
        await Channel.Versions.Close(ids, work);
        await work.MakeDue([.. ids.SelectMany(Channel.LanesOf)]); // waiting messages are closed now instead of at their next attempt
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ChannelFacts> subjects, string undoneRun, UnitOfWork work) =>
        Channel.Versions.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
