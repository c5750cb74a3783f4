using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Provides the text of test messages.</summary>
public sealed class TestMessages : IMessageSource
{
    internal const string Source = "channel.test";

    public string Name => Source;

    public async Task<SourcedMessage?> Find(OutgoingMessage message, UnitOfWork work) =>
        new("Test message", $"{(await PlatformWords.Of(work)).Name} can send messages on this channel. No action is needed.");

    public Task Record(OutgoingMessage message, MessageState state, string? reason, UnitOfWork work) => Task.CompletedTask;
}
