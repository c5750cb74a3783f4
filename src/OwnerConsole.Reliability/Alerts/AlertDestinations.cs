using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Channels and team members that alerts can be sent to at this moment.</summary>
/// <param name="Channels">Channels by name.</param>
/// <param name="People">Ids of team members who can see alerts.</param>
public sealed record AlertDestinations(IReadOnlyList<PostChannel> Channels, IReadOnlyList<string> People)
{
    /// <param name="posters">At most one.</param>
    /// <param name="work">Can read the team, which needs a transaction that names the platform.</param>
    internal static async Task<AlertDestinations> Find(IEnumerable<IChannelPoster> posters, UnitOfWork work)
    {
        var channels = new List<PostChannel>();
        foreach (var poster in posters)
            channels.AddRange(await poster.List(work));
        return new(channels, await CallerLookup.ListWhoCan(AlertPageRoutes.Read, work));
    }

    /// <returns>Whether the destination still exists. Channels can be removed, and people can leave the team or lose the permission.</returns>
    internal bool Contains(string destination) => Channels.Any(channel => channel.Id == destination) || People.Contains(destination);
}
