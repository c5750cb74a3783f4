using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Rejected events, stored for 30 days and grouped by reason, because events with the same reason usually have the same fix.</summary>
public static class DeadLetters
{
    public const string ReplayKind = "events.retake";

    private const string Lane = "events";

    private const string Open = "tenant_id = 'tnt_platform' and mode = @mode and ended_at is null";

    /// <summary>Returns the reasons of open events, most frequent first.</summary>
    public static Task<IReadOnlyList<ReasonSummary>> Reasons(Mode mode, UnitOfWork work) =>
        work.List<ReasonSummary>(
            $"""
            with each as (select reason, count(*) as n, max(dead_letter_id) as newest from core.dead_letters where {Open} group by reason)
            select e.reason as word, e.n, d.received_at as last_at, d.advice, left(d.body, 2000) as sample
              from each e join core.dead_letters d on d.tenant_id = 'tnt_platform' and d.dead_letter_id = e.newest
             order by e.n desc, e.reason
            """,
            new { mode }
        );

    /// <summary>Lists open events, newest first.</summary>
    /// <param name="reason">Reason to filter by; null for all.</param>
    /// <param name="cursor">Cursor of the previous page.</param>
    /// <param name="most">Maximum number of characters of each body.</param>
    public static async Task<Page<RejectedRow>> List(Mode mode, string? reason, string? cursor, int limit, int most, UnitOfWork work)
    {
        var rows = await work.List<RejectedRow>(
            $"""
            select d.dead_letter_id, d.received_at, d.reason, d.advice, d.key_id, coalesce((select h.name from core.entity_names h where h.id = d.key_id), d.key_id) as key_name, left(d.body, @most) as body
              from core.dead_letters d
             where {Open} {(reason is null ? "" : "and d.reason = @reason")} {(cursor is null ? "" : "and d.dead_letter_id < @last")}
             order by d.dead_letter_id desc
             limit @limit + 1
            """,
            new
            {
                mode,
                reason,
                last = cursor is null ? 0 : Cursor.ReadNumber(cursor),
                limit,
                most,
            }
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.DeadLetterId.ToString(CultureInfo.InvariantCulture)));
    }

    /// <returns>The number of open events.</returns>
    public static Task<long> Count(Mode mode, string reason, UnitOfWork work) =>
        work.One<long>($"select count(*) from core.dead_letters where {Open} and reason = @reason", new { mode, reason });

    public static async Task Replay(Mode mode, string reason, UnitOfWork work)
    {
        await End(mode, reason, "replayed", work);
        await work.Enqueue(Lane, ReplayKind, new { run = work.RunId });
        work.WakeWorkers();
    }

    public static Task Discard(Mode mode, string reason, UnitOfWork work) => End(mode, reason, "discarded", work);

    /// <returns>The number of reopened events: those that were not retried in the meantime.</returns>
    public static async Task<int> Reopen(string undoneRun, UnitOfWork work)
    {
        await work.Withdraw([Lane], undoneRun);
        return await work.Execute(
            """
            update core.dead_letters set ended_at = null, ended_as = null, ended_by = null
             where tenant_id = 'tnt_platform' and ended_by = @undoneRun and retried_at is null
            """,
            new { undoneRun }
        );
    }

    private static Task<int> End(Mode mode, string reason, string how, UnitOfWork work) =>
        work.Execute(
            $"update core.dead_letters set ended_at = now(), ended_as = @how, ended_by = @run where {Open} and reason = @reason",
            new
            {
                mode,
                reason,
                how,
                run = work.RunId,
            }
        );

    /// <param name="KeyName">Name of the API key that sent the event.</param>
    /// <param name="Body">Body as sent.</param>
    public sealed record RejectedRow(long DeadLetterId, DateTimeOffset ReceivedAt, string Reason, string Advice, string KeyId, string KeyName, string Body);

    /// <param name="Advice">Advice for the newest event.</param>
    /// <param name="Sample">The newest event as sent, limited to 2,000 characters.</param>
    public sealed record ReasonSummary(string Word, long N, DateTimeOffset LastAt, string Advice, string Sample);
}
