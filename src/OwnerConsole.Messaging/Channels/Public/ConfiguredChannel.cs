using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Channels.Public;

/// <summary>A channel that messages can be sent on.</summary>
/// <param name="Channel">How its messages reach people.</param>
/// <param name="IsPersonal">Whether messages go to the phone numbers or browsers of members. The others are posts that everyone in a chat reads.</param>
public sealed record ConfiguredChannel(string Id, string Name, MessageChannel Channel, bool IsPersonal)
{
    /// <returns>All channels by name, including paused ones, whose messages wait, without those that receive alerts only.</returns>
    public static async Task<IReadOnlyList<ConfiguredChannel>> List(UnitOfWork work) =>
        [
            .. (await Channels.Channel.List(work))
                .Where(channel => !channel.Kind.IsForAlerts())
                .Select(channel => new ConfiguredChannel(channel.Id, channel.Name, channel.Kind.ToChannel(), channel.Kind.IsPersonal())),
        ];
}
