using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Channels.Public;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>A channel that a broadcast can be sent on.</summary>
/// <param name="Key">email, in_app, or the id of a configured channel.</param>
/// <param name="Channel">How its messages reach people.</param>
/// <param name="IsPost">Whether it is posted once, for everyone who reads there, instead of being sent to each member.</param>
public sealed record BroadcastChannel(string Key, string Title, MessageChannel Channel, bool IsPost)
{
    private const string RemovedTitle = "Removed channel";

    /// <summary>Whether messages go through a configured channel.</summary>
    public bool IsConfigured => Channel is not (MessageChannel.Email or MessageChannel.InApp);

    /// <summary>Whether messages go to the phone numbers of members.</summary>
    public bool IsByPhone => Channel is MessageChannel.Sms or MessageChannel.Whatsapp;

    /// <summary>Whether messages go to the browsers of members.</summary>
    public bool IsByPush => Channel is MessageChannel.Push;

    public static async Task<IReadOnlyList<BroadcastChannel>> List(UnitOfWork work) =>
        [
            new(ChannelSource.Email, "Email", MessageChannel.Email, false),
            new(ChannelSource.InApp, "In-app notification", MessageChannel.InApp, false),
            .. (await ConfiguredChannel.List(work)).Select(channel => new BroadcastChannel(channel.Id, channel.Name, channel.Channel, !channel.IsPersonal)),
        ];

    /// <returns>The channels of a broadcast, without those that were removed.</returns>
    public static async Task<IReadOnlyList<BroadcastChannel>> Of(Broadcast broadcast, UnitOfWork work) =>
        [.. (await List(work)).Where(channel => broadcast.Channels.Contains(channel.Key))];

    /// <returns>Finds the title of a channel by its key.</returns>
    public static async Task<Func<string, string>> FindTitles(UnitOfWork work)
    {
        var titles = (await List(work)).ToDictionary(channel => channel.Key, channel => channel.Title, StringComparer.Ordinal);
        return key => key == ChannelSource.Correction ? "Correction by email" : titles.GetValueOrDefault(key) ?? RemovedTitle;
    }
}
