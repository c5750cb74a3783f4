using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Finds broadcasts by part of their subject or by their id.</summary>
public sealed class BroadcastFinder : IFinder
{
    public string Kind => Broadcast.EntityKind;

    public string Permission => BroadcastRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        caller.IsScoped
            ? []
            :
            [
                .. (await Broadcast.List(new BroadcastFilter(mode, text, Limit: most), work)).Data.Select(broadcast => new SearchHit(
                    broadcast.Id,
                    broadcast.Subject,
                    $"{broadcast.State.ToText()} · broadcast",
                    BroadcastRoutes.Of(broadcast.Id)
                )),
            ];
}
