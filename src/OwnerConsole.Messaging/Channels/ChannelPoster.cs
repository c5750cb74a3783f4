using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Channels.Public;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Queues messages of other modules, such as alerts, ahead of broadcasts. Web push is left out, because it reaches members only.</summary>
internal sealed class ChannelPoster(ChannelOutbox outbox) : IChannelPoster
{
    public async Task<IReadOnlyList<PostChannel>> List(UnitOfWork work) =>
        [
            .. (await Channel.List(work))
                .Where(channel => channel.Kind is not ChannelKind.WebPush)
                .Select(channel => new PostChannel(channel.Id, channel.Name, channel.Kind.ToChannel(), channel.Kind.IsByPhone())
                {
                    TakesSignals = channel.Kind.IsForAlerts(),
                    IsChat = channel.Kind.IsChat(),
                }),
        ];

    public async Task<string> Enqueue(string source, string channelId, JsonElement facts, UnitOfWork work) =>
        await outbox.EnqueueUrgent(
            source,
            channelId,
            new(IdGenerator.Platform, null, facts, work.Now),
            work,
            // An incident must not be resolved before it is opened.
            isInOrder: await Channel.Find(channelId, work) is { } channel && channel.Kind.IsForAlerts()
        );
}
