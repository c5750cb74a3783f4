using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Operations;

/// <summary>While it is set, no run starts and no work is claimed, on any node. What applications report is still taken in.</summary>
public static class EmergencyStop
{
    /// <summary>Those who share the row would let each other in before whoever wants it alone; in this queue everybody has a turn.</summary>
    private const long Turn = 7_306_085_571_211_047_937;

    /// <summary>Shares the row until this work ends: whoever sets the stop waits for it.</summary>
    /// <returns>true when everything is stopped</returns>
    internal static Task<bool> IsSet(Work work) =>
        work.One<bool>(
            "with turn as materialized (select pg_advisory_xact_lock_shared(@Turn)) select s.stopped from core.stop s cross join turn for share of s",
            new { Turn }
        );

    /// <returns>true when everything is stopped at this moment; holds nobody up</returns>
    internal static Task<bool> IsSeen(Work work) => work.One<bool>("select stopped from core.stop");

    internal static Problem Stopped() => new(409, "stopped", "Everything is stopped. Release the emergency stop first.");

    /// <summary>Takes the row; waits for every run and claim in flight, on any node.</summary>
    /// <returns>how it stands, now that nobody else can change it</returns>
    public static async Task<StopState> Take(Work work) =>
        !work.Locks
            ? await Find(work)
            : (
                await work.One<StopState>(
                    $"with turn as materialized (select pg_advisory_xact_lock(@Turn)) {Columns} cross join turn {work.ForUpdate("s")}",
                    new { Turn }
                )
            )!;

    /// <returns>how it stands, for a page</returns>
    public static async Task<StopState> Find(Work work) => (await work.One<StopState>(Columns))!;

    public static Task Set(Work work) => work.Do("update core.stop set stopped = true, opened_by = @run, opened_at = now()", new { run = work.RunId });

    /// <returns>false when it was not set, or not by <paramref name="openedBy"/></returns>
    public static async Task<bool> Lift(Work work, string? openedBy = null) =>
        await work.Do(
            "update core.stop set stopped = false, opened_by = null, opened_at = null where stopped and (@openedBy::text is null or opened_by = @openedBy)",
            new { openedBy }
        ) == 1;

    // What waits is all tenants' together: who sees some of them isn't told.
    private static string Columns =>
        $"""
            select s.stopped, s.opened_by, s.opened_at, r.asked_by,
                   {(Bound.Now is null ? "(select count(*) from work.items i where not i.lane like 'every:%')" : "0::bigint")} as waiting
              from core.stop s left join core.runs r on r.run_id = s.opened_by
            """;
}

/// <param name="OpenedBy">the run that stopped; null while nothing is stopped</param>
/// <param name="AskedBy">who asked for that run</param>
/// <param name="Waiting">work items that wait for their turn; they go on when the stop is lifted. 0 for who sees some tenants only</param>
public sealed record StopState(bool Stopped, string? OpenedBy, DateTimeOffset? OpenedAt, string? AskedBy, long Waiting);
