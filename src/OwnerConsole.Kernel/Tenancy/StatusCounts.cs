using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>
/// Counts tenants by status as a sum of changes, without scanning all tenants. Counts for the top bar are cached after each change and every two seconds.
/// </summary>
public sealed class StatusCounts(Database database, NotificationListener notices, TimeProvider clock, ILogger<StatusCounts> log) : BackgroundService
{
    /// <summary>Notification channel for changed counts, here and in the read models of events.</summary>
    public const string CountedChannel = "counted";

    private const int MaxMoves = 200; // before they are merged
    private static readonly TimeSpan s_batchDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_maxAge = TimeSpan.FromSeconds(15);

    private long _countedAt = clock.GetUtcNow().UtcTicks; // not stored, so that an idle console writes nothing

    public async Task<StatusCount> Find(Mode of, UnitOfWork work)
    {
        var known = (await ReadStored(work)).SingleOrDefault(row => row.Mode == of);
        var at = new DateTimeOffset(Volatile.Read(ref _countedAt), TimeSpan.Zero);
        return (known is null ? await Now(of, work) : StatusCount.Of(known)) with { StaleSince = clock.GetUtcNow() - at > s_maxAge ? at : null };
    }

    /// <summary>Counts without the cache, for pages that show the counts above the tenants themselves.</summary>
    public static async Task<StatusCount> Now(Mode of, UnitOfWork work) =>
        StatusCount.Of((await (TenantScope.Current is null ? Count(work) : CountWithin(work))).Single(row => row.Mode == of));

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.RunForever(() => Look(stop), s_pollInterval, error => log.LogWarning(error, "The counts in the top bar can't be updated. Retrying."), stop);

    private async Task Look(CancellationToken stop)
    {
        var wake = notices.Next("log_written");
        var began = Stopwatch.GetTimestamp();
        if (!database.DiskSpaceGuard.IsFull)
            await Store(stop);
        var pause = Loop.PauseAfter(Stopwatch.GetElapsedTime(began), s_batchDelay);
        await NotificationListener.Wait(wake, s_pollInterval, stop);
        await Task.Delay(pause, stop);
    }

    private async Task Store(CancellationToken stop)
    {
        var at = clock.GetUtcNow();
        IReadOnlyList<Row> known;
        IReadOnlyList<Row> counted;
        bool isMany;
        await using (var reading = await database.Read(stop))
            (known, counted, isMany) = (
                await ReadStored(reading),
                await Count(reading),
                await reading.One<bool>($"select count(*) > {MaxMoves} from core.status_changes")
            );
        if (counted.Except(known).Any())
            await Write(counted, stop);
        if (isMany)
            await Compact(stop);
        Volatile.Write(ref _countedAt, at.UtcTicks);
    }

    private async Task Write(IReadOnlyList<Row> counted, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("status.count"), [], stop);
        await work.Execute(
            """
            insert into core.status_counts (mode, statuses) select * from unnest(@modes, @statuses::jsonb[])
            on conflict (mode) do update set statuses = excluded.statuses
            """,
            new { modes = counted.Select(row => row.Mode.ToText()).ToArray(), statuses = counted.Select(row => row.Statuses).ToArray() }
        );
        work.Notify(CountedChannel);
        await work.Commit();
    }

    /// <summary>Replaces all committed changes by their sum; changes that are being written concurrently are kept.</summary>
    public async Task Compact(CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("status.count"), [], stop);
        await work.Execute(
            """
            with gone as (delete from core.status_changes returning mode, status, tenants)
            insert into core.status_changes (mode, status, tenants) select mode, status, sum(tenants) from gone group by 1, 2 having sum(tenants) <> 0
            """
        );
        await work.Commit();
    }

    private static Task<IReadOnlyList<Row>> ReadStored(UnitOfWork work) => work.List<Row>("select mode, statuses::text from core.status_counts");

    private static Task<IReadOnlyList<Row>> Count(UnitOfWork work) =>
        work.List<Row>(
            """
            select p.mode, coalesce(jsonb_object_agg(s.status, s.tenants) filter (where s.tenants <> 0), '{}')::text as statuses
              from unnest(array['live', 'test']) p(mode)
              left join (select mode, status, sum(tenants) as tenants from core.status_changes group by 1, 2) s using (mode)
             group by 1
            """
        );

    /// <summary>Callers limited to some tenants have no cached sum. Their tenants are few, so they are counted.</summary>
    private static Task<IReadOnlyList<Row>> CountWithin(UnitOfWork work) =>
        work.List<Row>(
            """
            select p.mode, coalesce(jsonb_object_agg(s.status, s.tenants) filter (where s.tenants <> 0), '{}')::text as statuses
              from unnest(array['live', 'test']) p(mode)
              left join (select mode, status, count(*) as tenants from core.tenant_status group by 1, 2) s using (mode)
             group by 1
            """
        );

    internal sealed record Row(Mode Mode, string Statuses);
}

/// <summary>Number of tenants by status, for one mode.</summary>
public sealed record StatusCount(IReadOnlyDictionary<TenantStatus, long> Tenants)
{
    public long Total => Tenants.Values.Sum();

    /// <summary>Time of the count if it is outdated; null otherwise.</summary>
    public DateTimeOffset? StaleSince { get; init; }

    internal static StatusCount Of(StatusCounts.Row row) => new(JsonSerializer.Deserialize<Dictionary<TenantStatus, long>>(row.Statuses, Json.Options)!);
}
