using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Email;

/// <summary>Queues messages of other modules on configured channels, such as alerts in a chat, ahead of broadcasts. Their text is provided by an <see cref="IMessageSource"/>.</summary>
public interface IChannelPoster
{
    /// <returns>Channels that can be used without a member, by name. Messages on paused ones wait.</returns>
    Task<IReadOnlyList<PostChannel>> List(UnitOfWork work);

    /// <param name="source">Name of the source that provides the text.</param>
    /// <param name="facts">What the source needs to find the text, without secrets. For phone channels its member <c>to</c> is the phone number.</param>
    /// <param name="work">The unit of work must name the platform.</param>
    /// <returns>Id of the message.</returns>
    Task<string> Enqueue(string source, string channelId, JsonElement facts, UnitOfWork work);
}

/// <summary>A channel that needs no member.</summary>
/// <param name="Channel">How its messages reach people.</param>
/// <param name="NeedsPhone">Whether each message needs a phone number.</param>
public sealed record PostChannel(string Id, string Name, MessageChannel Channel, bool NeedsPhone)
{
    /// <summary>Whether its service manages incidents and receives signals. Its messages are sent in the order in which they were queued.</summary>
    public bool TakesSignals { get; init; }

    /// <summary>Whether people read its messages in a chat, so that they can contain links to act.</summary>
    public bool IsChat { get; init; }
}
