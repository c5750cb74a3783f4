using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Audit;

/// <summary>Filters of the audit log with their labels.</summary>
internal static class AuditFilters
{
    private static readonly IReadOnlyList<(string, string)> s_kinds = [("run", "Operation"), ("undo", "Undo"), ("intake", "Report"), ("system", "System")];

    private static readonly IReadOnlyList<(string, string)> s_times = [("today", "Today"), ("week", "7 days"), ("month", "30 days")];

    /// <param name="actors">Options of the actor filter.</param>
    /// <param name="names">Names, including those of the ids in the search.</param>
    public static IReadOnlyList<ListFilter> Of(LogSearch search, IEnumerable<AuditActor> actors, SentenceRenderer names, OperationCatalogue catalogue) =>
        [
            new("actor", "Actor", [.. People(search, actors, names).DistinctBy(person => person.Id)]),
            ListFilter.OfOperations(catalogue),
            ListFilter.Of<LogOutcome>("outcome", "Outcome", outcome => $"{outcome}"),
            new("kind", "Kind", s_kinds),
            new("time", "Time", s_times),
            new("from", "From date") { IsDay = true },
            new("to", "To date") { IsDay = true },
            Named("tenant", "Tenant", search.Tenant, names),
            Named("subject", "Subject", search.Subject, names),
        ];

    // The search can name actors that are no longer in the list.
    private static IEnumerable<(string Id, string Word)> People(LogSearch search, IEnumerable<AuditActor> actors, SentenceRenderer names) =>
        actors.Select(actor => (actor.Id, actor.Name)).Concat(search.Actors.Prepend("system").Select(id => (id, names.Name(id))));

    /// <summary>A filter that only links set.</summary>
    private static ListFilter Named(string name, string label, string? id, SentenceRenderer names) =>
        new(name, label, id is null ? [] : [(id, names.Name(id))]) { IsInMenu = false };
}
