using OwnerConsole.Data.Lanes;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Names of jobs for people.</summary>
public sealed class JobTitles(IEnumerable<IWorkHandler> handlers)
{
    private readonly Dictionary<string, string> _titles = handlers.ToDictionary(handler => handler.Name, handler => handler.Title, StringComparer.Ordinal);

    /// <returns>The title; the type itself if no handler is registered for it.</returns>
    public string Of(string kind) => _titles.TryGetValue(kind, out var title) ? Wording.Translate(title) : kind;
}
