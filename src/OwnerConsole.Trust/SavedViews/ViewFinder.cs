using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>Finds saved views by part of a name.</summary>
public sealed class ViewFinder(SavedViewList views) : IFinder
{
    public string Kind => "saved_view";

    public string Permission => Module.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        [
            .. (await views.Find(caller, list: null, work))
                .Where(view => view.Id == text || view.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                .Take(most)
                .Select(view => new SearchHit(view.Id, view.Name, $"{view.List.Trim('/')} · view", view.Address)),
        ];
}
