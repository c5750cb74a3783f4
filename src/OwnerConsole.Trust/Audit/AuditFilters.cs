using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Audit;

/// <summary>What the log can be narrowed by, with the words of each.</summary>
internal static class AuditFilters
{
    private static readonly IReadOnlyList<(string, string)> s_kinds =
    [
        ("run", "Decided"),
        ("undo", "Taken back"),
        ("intake", "Reported"),
        ("system", "The console itself"),
    ];

    private static readonly IReadOnlyList<(string, string)> s_times = [("today", "Today"), ("week", "7 days"), ("month", "30 days")];

    /// <param name="actors">who can have done something</param>
    /// <param name="names">of those that the search names, too</param>
    public static IReadOnlyList<ListFilter> Of(LogSearch search, IEnumerable<Actor> actors, SentenceReader names, Catalogue catalogue) =>
        [
            new("actor", "Who did it", [.. People(search, actors, names).DistinctBy(person => person.Id)]),
            ListFilter.OfOperations(catalogue),
            ListFilter.Of<LogOutcome>("outcome", "Outcome", outcome => $"{outcome}"),
            new("kind", "Kind", s_kinds),
            new("time", "Time", s_times),
            new("from", "From this day") { IsDay = true },
            new("to", "To this day") { IsDay = true },
            Named("tenant", "Tenant", search.Tenant, names),
            Named("subject", "About", search.Subject, names),
        ];

    // Who is searched for can be older than the list.
    private static IEnumerable<(string Id, string Word)> People(LogSearch search, IEnumerable<Actor> actors, SentenceReader names) =>
        actors.Select(actor => (actor.Id, actor.Name)).Concat(search.Actors.Prepend("system").Select(id => (id, names.Name(id))));

    /// <summary>Set by links only.</summary>
    private static ListFilter Named(string name, string label, string? id, SentenceReader names) =>
        new(name, label, id is null ? [] : [(id, names.Name(id))]) { IsInMenu = false };
}
