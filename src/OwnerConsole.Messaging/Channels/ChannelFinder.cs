using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Finds channels by part of their name. All of them are read, because there are dozens at most.</summary>
public sealed class ChannelFinder : IFinder
{
    public string Kind => Channel.EntityKind;

    public string Permission => ChannelRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        caller.IsScoped
            ? []
            :
            [
                .. (await Channel.List(work))
                    .Where(channel => channel.Id == text || channel.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                    .Take(most)
                    .Select(channel => new SearchHit(channel.Id, channel.Name, $"{channel.Kind.Title()} · channel", ChannelRoutes.Of(channel.Id))),
            ];
}
