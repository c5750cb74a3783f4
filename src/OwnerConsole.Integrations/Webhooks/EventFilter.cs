using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>The event types an endpoint receives, such as <c>tenant.suspended</c>, or <c>tenant.*</c> for a whole group; an empty list means all.</summary>
internal static partial class EventFilter
{
    private const int MaxEvents = 50;

    /// <returns>Distinct event types in alphabetical order.</returns>
    public static string[] Normalize(IEnumerable<string>? events) =>
        [.. (events ?? []).Select(one => one.Trim()).Where(one => one.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <returns>The refusal; null when the event types are valid.</returns>
    public static Refusal? Validate(string[] events, EventKinds kinds)
    {
        if (!IsValid(events))
            return new("not_an_event", $"Event types are words joined by dots, such as tenant.suspended. At most 50 are allowed.");
        if (events.Index().FirstOrDefault(one => !IsKnown(one.Item, kinds)) is not { Item: { } unknown } at)
            return null;
        var near = ClosestMatch.Find(unknown, kinds.All.Select(kind => kind.Name));
        // A sentence can't contain text of a person; the nearest type is enough to recognise the wrong one.
        var says = near is null
            ? Sentence.Say($"Event type {at.Index + 1} of the list in alphabetical order does not exist.")
            : Sentence.Say($"An event type does not exist.");
        if (near is not null)
        {
            says.AppendLiteral(" Did you mean ");
            says.AppendKnown(near);
            says.AppendLiteral("?");
        }
        else
            says.AppendLiteral(" GET /api/v1/event-types lists all event types.");
        return new("unknown_event", says);
    }

    private static bool IsKnown(string word, EventKinds kinds) =>
        word.EndsWith(".*", StringComparison.Ordinal)
            ? kinds.All.Any(kind => kind.Name.StartsWith(word[..^1], StringComparison.Ordinal))
            : kinds.All.Any(kind => kind.Name == word);

    private static bool IsValid(string[] events) => events.Length <= MaxEvents && events.All(one => one.Length <= 100 && Pattern().IsMatch(one));

    /// <remarks>A task is sent to one endpoint only, which must list it explicitly. An endpoint that receives all events receives no tasks.</remarks>
    public static bool Matches(string[] events, string type) =>
        (events.Length == 0 && !IsTask(type))
        || events.Any(one => one == type || (one.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(one[..^1], StringComparison.Ordinal)));

    public static bool IsTask(string type) => type.StartsWith("task.", StringComparison.Ordinal);

    public static async Task Open(IReadOnlyCollection<string> endpoints, string[] events, UnitOfWork work)
    {
        await EndpointRows.Filters.Close(endpoints, work);
        await work.Execute(
            """
            insert into webhooks.filters (tenant_id, endpoint_id, opened_by, events, opened_at)
            select 'tnt_platform', id, @run, @events, clock_timestamp() from unnest(@endpoints) id
            """,
            new
            {
                run = work.RunId,
                endpoints,
                events,
            }
        );
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_]+(\.[a-zA-Z0-9_]+)*(\.\*)?\z", RegexOptions.None, 1000)]
    private static partial Regex Pattern();
}
