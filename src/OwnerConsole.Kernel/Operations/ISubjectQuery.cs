using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Finds all subjects of one kind that match a query, using the filters of its list.</summary>
public interface ISubjectQuery
{
    /// <summary>Kind of subject, as in <see cref="OperationDefinition.Subject"/>.</summary>
    string Subject { get; }

    /// <summary>Query filter that selects this list instead of the default list of its subject; null for the default list.</summary>
    string? Filter => null;

    /// <param name="query">Filter values by name, as in the URL of the list; empty for all.</param>
    /// <param name="most">Maximum number of ids to return; one more than the limit is enough to detect an excess.</param>
    /// <returns>Ids in a stable order.</returns>
    /// <exception cref="Problem">400: unknown filter or value.</exception>
    Task<IReadOnlyList<string>> Find(Caller caller, Mode within, IReadOnlyDictionary<string, string> query, int most, UnitOfWork work);

    /// <returns>The list that a query refers to; null if there is none for its subject.</returns>
    static ISubjectQuery? Of(string subject, IReadOnlyDictionary<string, string> query, IEnumerable<ISubjectQuery> all)
    {
        var ofSubject = all.Where(subjectQuery => subjectQuery.Subject == subject).ToList();
        return ofSubject.FirstOrDefault(subjectQuery => subjectQuery.Filter is { } filter && query.ContainsKey(filter))
            ?? ofSubject.SingleOrDefault(subjectQuery => subjectQuery.Filter is null);
    }
}
