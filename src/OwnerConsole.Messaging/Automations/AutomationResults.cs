using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>What became of the sequences and messages of an automation in the past 30 days.</summary>
/// <param name="Enrolled">Sequences that started.</param>
/// <param name="Sent">Emails accepted by the mail server, and notifications delivered to inboxes.</param>
/// <param name="Failed">Emails that the mail server rejected.</param>
/// <param name="Skipped">Messages that were not sent, for example because the member opted out.</param>
/// <param name="Completed">Sequences that reached their end.</param>
/// <param name="GoalReached">Sequences that an event ended.</param>
/// <param name="Stopped">Sequences that ended early, for example because a condition wasn't met any more or the automation was turned off.</param>
/// <param name="Runs">Operations that were run.</param>
/// <param name="RefusedRuns">Operations that were refused or not approved, which ended their sequence.</param>
public sealed record AutomationResults(
    long Enrolled,
    long Sent,
    long Failed,
    long Skipped,
    long Completed,
    long GoalReached,
    long Stopped,
    long Runs,
    long RefusedRuns
)
{
    private static readonly AutomationResults s_none = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <returns>Results by the id of the automation.</returns>
    public static async Task<Func<string, AutomationResults>> Find(IReadOnlyCollection<string> ids, Mode mode, UnitOfWork work)
    {
        var rows = await work.List<CountRow>(
            """
            select automation_id, result, sum(number)::bigint as number
              from automations.counts
             where automation_id = any(@ids) and mode = @mode and day > (now() at time zone 'UTC')::date - @days
             group by automation_id, result
            """,
            new
            {
                ids,
                mode,
                days = AutomationReach.Days,
            }
        );
        var results = rows.GroupBy(row => row.AutomationId, StringComparer.Ordinal).ToDictionary(group => group.Key, Of, StringComparer.Ordinal);
        return id => results.GetValueOrDefault(id, s_none);
    }

    private static AutomationResults Of(IEnumerable<CountRow> rows)
    {
        var numbers = rows.ToDictionary(row => row.Result, row => row.Number, StringComparer.Ordinal);
        long Number(string result) => numbers.GetValueOrDefault(result);
        return new(
            Number("enrolled"),
            Number("sent"),
            Number("failed"),
            Number("skipped"),
            Number("completed"),
            Number("goal_reached"),
            Number("stopped"),
            Number("run_done"),
            Number("run_refused")
        );
    }

    private sealed record CountRow(string AutomationId, string Result, long Number);
}
