using System.Globalization;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>Events that could not be taken in, for 30 days: by reason, because what helps one helps all of its kind.</summary>
public static class DeadLetters
{
    public const string Retake = "events.retake";

    private const string Lane = "events";

    private const string Open = "tenant_id = 'tnt_platform' and population = @population and ended_at is null";

    /// <summary>Those nobody has decided about, the reasons with most first.</summary>
    public static Task<IReadOnlyList<Reason>> Reasons(Population population, Work work) =>
        work.List<Reason>(
            $"""
            with each as (select reason, count(*) as n, max(letter_id) as newest from core.dead_letters where {Open} group by reason)
            select e.reason as word, e.n, d.received_at as last_at, d.says, left(d.body, 2000) as sample
              from each e join core.dead_letters d on d.tenant_id = 'tnt_platform' and d.letter_id = e.newest
             order by e.n desc, e.reason
            """,
            new { population }
        );

    /// <summary>Those nobody has decided about one by one, the newest first.</summary>
    /// <param name="reason">null for all</param>
    /// <param name="cursor">where a page before ended</param>
    /// <param name="most">letters of each body</param>
    public static async Task<Page<Rejected>> List(Population population, string? reason, string? cursor, int limit, int most, Work work)
    {
        var rows = await work.List<Rejected>(
            $"""
            select d.letter_id, d.received_at, d.reason, d.says, d.key_id, coalesce((select h.name from core.things h where h.id = d.key_id), d.key_id) as key_name, left(d.body, @most) as body
              from core.dead_letters d
             where {Open} {(reason is null ? "" : "and d.reason = @reason")} {(cursor is null ? "" : "and d.letter_id < @last")}
             order by d.letter_id desc
             limit @limit + 1
            """,
            new
            {
                population,
                reason,
                last = cursor is null ? 0 : Cursor.ReadNumber(cursor),
                limit,
                most,
            }
        );
        return Paging.Cut(rows, limit, last => Cursor.Of(last.LetterId.ToString(CultureInfo.InvariantCulture)));
    }

    /// <returns>how many wait for a decision</returns>
    public static Task<long> Count(Population population, string reason, Work work) =>
        work.One<long>($"select count(*) from core.dead_letters where {Open} and reason = @reason", new { population, reason });

    public static async Task Replay(Population population, string reason, Work work)
    {
        await End(population, reason, "replayed", work);
        await work.Ask(Lane, Retake, new { run = work.RunId });
        work.Wake();
    }

    public static Task Discard(Population population, string reason, Work work) => End(population, reason, "discarded", work);

    /// <returns>how many stand open again: those that were not handed in meanwhile</returns>
    public static async Task<int> Reopen(string undoneRun, Work work)
    {
        await work.Withdraw([Lane], undoneRun);
        return await work.Do(
            """
            update core.dead_letters set ended_at = null, ended_as = null, ended_by = null
             where tenant_id = 'tnt_platform' and ended_by = @undoneRun and retaken_at is null
            """,
            new { undoneRun }
        );
    }

    private static Task<int> End(Population population, string reason, string how, Work work) =>
        work.Do(
            $"update core.dead_letters set ended_at = now(), ended_as = @how, ended_by = @run where {Open} and reason = @reason",
            new
            {
                population,
                reason,
                how,
                run = work.RunId,
            }
        );

    /// <param name="KeyName">of the key that it came with</param>
    /// <param name="Body">as it was sent</param>
    public sealed record Rejected(long LetterId, DateTimeOffset ReceivedAt, string Reason, string Says, string KeyId, string KeyName, string Body);

    /// <param name="Says">of the newest: what to do</param>
    /// <param name="Sample">the newest, as it was sent; its first 2,000 letters</param>
    public sealed record Reason(string Word, long N, DateTimeOffset LastAt, string Says, string Sample);
}
