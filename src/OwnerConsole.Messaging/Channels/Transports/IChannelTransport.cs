using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>Sends messages to one service.</summary>
public interface IChannelTransport
{
    bool Supports(ChannelKind kind);

    /// <summary>Sends a message once.</summary>
    Task<SendResult> Send(PreparedMessage prepared, CancellationToken stop);

    /// <summary>Looks up a message whose sending was interrupted. Services without a lookup receive the message again.</summary>
    /// <param name="since">Start of the interrupted attempt.</param>
    /// <param name="isKnown">Whether an ID of the service belongs to another message.</param>
    /// <returns>The result of the earlier attempt; null if the service didn't receive the message.</returns>
    Task<SendResult?> FindSent(PreparedMessage prepared, DateTimeOffset since, Func<string, Task<bool>> isKnown, CancellationToken stop) =>
        Task.FromResult<SendResult?>(null);
}
