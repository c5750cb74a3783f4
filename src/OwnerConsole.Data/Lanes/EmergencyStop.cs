namespace OwnerConsole.Data.Lanes;

/// <summary>While the emergency stop is set, no run starts and no work is claimed on any node. Reported data is still ingested.</summary>
public static class EmergencyStop
{
    /// <summary>Shared lockers of the row would overtake an exclusive locker; this advisory lock makes the queue fair.</summary>
    private const long QueueLock = 7_306_085_571_211_047_937;

    /// <summary>Shares the row until this transaction ends; setting the stop waits for it.</summary>
    /// <returns>Whether everything is stopped.</returns>
    public static Task<bool> IsSet(UnitOfWork work) =>
        work.One<bool>(
            "with turn as materialized (select pg_advisory_xact_lock_shared(@Turn)) select s.stopped from core.emergency_stop s cross join turn for share of s",
            new { Turn = QueueLock }
        );

    /// <returns>Whether everything is stopped right now; takes no lock.</returns>
    public static Task<bool> IsSetUnlocked(UnitOfWork work) => work.One<bool>("select stopped from core.emergency_stop");

    public static Problem Stopped() => new(409, "stopped", "Everything is stopped. Release the emergency stop first.");

    /// <summary>Locks the row exclusively; waits for every run and claim in progress on any node.</summary>
    /// <returns>The state, which no one else can change until the transaction ends.</returns>
    public static async Task<StopState> Lock(UnitOfWork work) =>
        !work.IsLocking
            ? await Find(work)
            : (
                await work.One<StopState>(
                    $"with turn as materialized (select pg_advisory_xact_lock(@Turn)) {Columns} cross join turn {work.ForUpdate("s")}",
                    new { Turn = QueueLock }
                )
            )!;

    /// <returns>The state, for display.</returns>
    public static async Task<StopState> Find(UnitOfWork work) => (await work.One<StopState>(Columns))!;

    public static Task Set(UnitOfWork work) =>
        work.Execute("update core.emergency_stop set stopped = true, opened_by = @run, opened_at = now()", new { run = work.RunId });

    /// <returns>False if the stop was not set, or not set by <paramref name="openedBy"/>.</returns>
    public static async Task<bool> Lift(UnitOfWork work, string? openedBy = null) =>
        await work.Execute(
            "update core.emergency_stop set stopped = false, opened_by = null, opened_at = null where stopped and (@openedBy::text is null or opened_by = @openedBy)",
            new { openedBy }
        ) == 1;

    // The backlog covers all tenants, so users with access to some tenants only don't see it.
    private static string Columns =>
        $"""
            select s.stopped, s.opened_by, s.opened_at, r.requested_by,
                   {(TenantScope.Current is null ? "(select count(*) from work.items i where not i.lane like 'every:%')" : "0::bigint")} as waiting
              from core.emergency_stop s left join core.runs r on r.run_id = s.opened_by
            """;
}

/// <param name="Stopped">Whether all runs are stopped.</param>
/// <param name="OpenedBy">Id of the run that set the stop; null if not set.</param>
/// <param name="RequestedBy">Requester of that run.</param>
/// <param name="Waiting">Number of waiting work items, which continue when the stop is released; 0 for users with access to some tenants
/// only.</param>
public sealed record StopState(bool Stopped, string? OpenedBy, DateTimeOffset? OpenedAt, string? RequestedBy, long Waiting);
