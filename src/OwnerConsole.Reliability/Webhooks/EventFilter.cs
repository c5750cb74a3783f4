using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Which events an endpoint hears: words such as <c>tenant.suspended</c>, or <c>tenant.*</c> for all of a kind; none for everything.</summary>
internal static partial class EventFilter
{
    private const int Most = 50;

    /// <returns>each once, in order</returns>
    public static string[] Clean(IEnumerable<string>? events) =>
        [.. (events ?? []).Select(one => one.Trim()).Where(one => one.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <returns>why an endpoint can't be limited to these; null when it can</returns>
    public static Refusal? Trouble(string[] events, EventKinds kinds)
    {
        if (!IsRight(events))
            return new("not_an_event", $"An event is words with full stops between them, at most 50 of them.");
        if (events.Index().FirstOrDefault(one => !IsKnown(one.Item, kinds)) is not { Item: { } unknown } at)
            return null;
        var says = Sentence.Say($"Event {at.Index + 1} of the list, in the order of the alphabet, does not exist.");
        if (Nearest.Of(unknown, kinds.All.Select(kind => kind.Name)) is { } near)
        {
            says.AppendLiteral(" Did you mean ");
            says.AppendKnown(near);
            says.AppendLiteral("?");
        }
        else
            says.AppendLiteral(" GET /api/v1/event-kinds lists those that do.");
        return new("unknown_event", says);
    }

    private static bool IsKnown(string word, EventKinds kinds) =>
        word.EndsWith(".*", StringComparison.Ordinal)
            ? kinds.All.Any(kind => kind.Name.StartsWith(word[..^1], StringComparison.Ordinal))
            : kinds.All.Any(kind => kind.Name == word);

    private static bool IsRight(string[] events) => events.Length <= Most && events.All(one => one.Length <= 100 && Form().IsMatch(one));

    /// <remarks>A task is for one alone, which names it: who hears everything hears of no task.</remarks>
    public static bool Hears(string[] events, string type) =>
        (events.Length == 0 && !IsTask(type))
        || events.Any(one => one == type || (one.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(one[..^1], StringComparison.Ordinal)));

    public static bool IsTask(string type) => type.StartsWith("task.", StringComparison.Ordinal);

    public static Task Open(IReadOnlyCollection<string> endpoints, string[] events, Work work) =>
        work.Do(
            """
            with closed as (
              update webhooks.filters set closed_by = @run where tenant_id = 'tnt_platform' and endpoint_id = any(@endpoints) and closed_by is null returning 1)
            insert into webhooks.filters (tenant_id, endpoint_id, opened_by, events, opened_at)
            select 'tnt_platform', id, @run, @events, clock_timestamp() from unnest(@endpoints) id
             where (select count(*) from closed) >= 0 -- makes the closing happen first
            """,
            new
            {
                run = work.RunId,
                endpoints,
                events,
            }
        );

    /// <summary>Closes what a run opened and opens again what it closed.</summary>
    /// <returns>the endpoints that hear what they heard before</returns>
    public static Task<IReadOnlyList<string>> Restore(IReadOnlyCollection<string> endpoints, string undoneRun, Work work) =>
        EndpointState.Restore("webhooks.filters", endpoints, undoneRun, work);

    [GeneratedRegex(@"^[a-zA-Z0-9_]+(\.[a-zA-Z0-9_]+)*(\.\*)?\z", RegexOptions.None, 1000)]
    private static partial Regex Form();
}
