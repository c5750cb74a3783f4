using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Finds every subject of one kind that a query means, by the filters that people narrow its list with.</summary>
public interface ISelection
{
    /// <summary>The kind of thing, as in <see cref="Declaration.Subject"/>.</summary>
    string Subject { get; }

    /// <summary>The one filter that a query names to mean this list instead of the usual one of its subject; null for the usual one.</summary>
    string? Filter => null;

    /// <param name="query">filter → value, as in the address of the list; empty for all</param>
    /// <param name="most">one more than this is enough to know that there are too many</param>
    /// <returns>ids in a stable order</returns>
    /// <exception cref="Problem">400: it knows no such filter or value</exception>
    Task<IReadOnlyList<string>> Find(Caller caller, Population within, IReadOnlyDictionary<string, string> query, int most, Work work);

    /// <returns>the list that a query means; null when there is none for its subject</returns>
    internal static ISelection? Of(string subject, IReadOnlyDictionary<string, string> query, IEnumerable<ISelection> all)
    {
        var ofSubject = all.Where(one => one.Subject == subject).ToList();
        return ofSubject.FirstOrDefault(one => one.Filter is { } filter && query.ContainsKey(filter)) ?? ofSubject.SingleOrDefault(one => one.Filter is null);
    }
}
