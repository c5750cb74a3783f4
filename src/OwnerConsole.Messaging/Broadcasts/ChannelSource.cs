using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Channels that broadcasts can be sent on: email, in-app notifications, and all configured channels by their id.</summary>
public sealed class ChannelSource : IOptionSource
{
    public const string Channels = "message_channel",
        Email = "email",
        InApp = "in_app";

    /// <summary>Emails that follow a correction, in statistics. It can't be selected.</summary>
    public const string Correction = "correction";

    /// <summary>Channels of a broadcast for which none is selected.</summary>
    public static readonly IReadOnlyList<string> Default = [Email, InApp];

    public string Name => Channels;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        [.. (await BroadcastChannel.List(work)).Select(channel => new Option(channel.Key, channel.Title))];
}
