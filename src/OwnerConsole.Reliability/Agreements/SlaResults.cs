using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Agreements;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Measures and stores the results of an SLA, in a few transactions for any number of tenants.</summary>
public sealed class SlaResults(Database database, SlaScope scope, SlaEvents events)
{
    /// <summary>Periods that are measured after a long stop; older ones stay as they were.</summary>
    private const int MaxPeriods = 60;

    internal async Task Measure(Sla sla, Zone zone, DateTimeOffset now, CancellationToken stop)
    {
        Mode mode;
        IReadOnlyList<string> tenants;
        var periods = new List<MeasuredPeriod>();
        await using (var reading = await database.Read(stop))
        {
            mode = await Modes.Shown(reading);
            tenants = await scope.FindCurrent(sla.Targets, mode, reading);
            foreach (var (first, last) in await ListOpen(sla, zone.DayOf(now), reading)) // usually one, and two on the day after the end of a period
                periods.Add(await MeasuredPeriod.Read(sla, tenants, first, last, zone, now, reading));
        }
        foreach (var period in periods)
            await Store(sla, period, tenants, mode, stop);
    }

    /// <returns>First and last days of the current period and of those that are not closed, the oldest first.</returns>
    private static async Task<IReadOnlyList<(DateOnly First, DateOnly Last)>> ListOpen(Sla sla, DateOnly today, UnitOfWork reading)
    {
        var stored = await reading.List<StoredPeriod>(
            """
            select p.starts_on, p.ends_on, p.closed_at is not null as is_closed
              from agreements.periods p
             where p.tenant_id = 'tnt_platform' and p.sla_id = @Id
             order by p.starts_on desc
             limit @limit
            """,
            new { sla.Id, limit = MaxPeriods }
        );
        var open = stored.Where(period => !period.IsClosed).Select(period => (DateOnly?)period.StartsOn).Min();
        var closed = stored.Where(period => period.IsClosed).Select(period => period.StartsOn).ToHashSet();
        var from = open ?? (stored.Count > 0 ? stored[0].EndsOn.AddDays(1) : (DateOnly?)null);
        return [.. sla.Period.Until(from, today, MaxPeriods).Where(period => !closed.Contains(period.First))];
    }

    private async Task Store(Sla sla, MeasuredPeriod period, IReadOnlyList<string> tenants, Mode mode, CancellationToken stop)
    {
        if (!await StorePeriod(sla, period, mode is Mode.Live ? tenants.Count : 0, stop))
            return;
        foreach (var chunk in tenants.Union(period.Known, StringComparer.Ordinal).Order(StringComparer.Ordinal).Chunk(SlaImpacts.TenantsAtOnce))
        {
            await using var work = await database.Write(WriteOrigin.Intake(SlaMeasurer.Kind), [IdGenerator.Platform, .. chunk], stop);
            await StoreResults(sla, period, chunk, [.. chunk.Intersect(tenants, StringComparer.Ordinal)], work);
            await work.Commit();
        }
        if (!period.IsComplete)
            return;
        await using var last = await database.Write(WriteOrigin.Intake(SlaMeasurer.Kind), [IdGenerator.Platform], stop);
        await last.Execute(
            """
            update agreements.periods set closed_at = clock_timestamp()
             where tenant_id = 'tnt_platform' and sla_id = @Id and starts_on = @First and closed_at is null and measured_at <= @Now
            """,
            new
            {
                sla.Id,
                period.First,
                period.Now,
            }
        );
        await last.Commit();
    }

    /// <param name="tenants">Number of live tenants. Without any, no shared state is logged, because alerts count log entries of the platform.</param>
    /// <returns>False if the period is closed or was measured again in the meantime, because this measurement took longer than its lease.</returns>
    private async Task<bool> StorePeriod(Sla sla, MeasuredPeriod period, int tenants, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(SlaMeasurer.Kind), [IdGenerator.Platform], stop);
        // The row is locked before its state is read, so that two measurements at the same time write one entry to the log.
        var changed = await work.Execute(
            """
            insert into agreements.periods as p (tenant_id, sla_id, starts_on, ends_on, starts_at, ends_at, target, measured_at)
            values ('tnt_platform', @Id, @First, @Last, @StartsAt, @EndsAt, @Target, @Now)
            on conflict (tenant_id, sla_id, starts_on) do update
               set starts_at = excluded.starts_at, ends_at = excluded.ends_at, target = excluded.target, measured_at = excluded.measured_at
             where p.closed_at is null and p.measured_at <= excluded.measured_at
            """,
            new
            {
                sla.Id,
                period.First,
                period.Last,
                period.StartsAt,
                period.EndsAt,
                sla.Target,
                period.Now,
            }
        );
        if (changed == 0)
            return false;
        var shared = sla.Kind is SlaKind.Slo ? period.OfAll(sla) : null;
        if (shared is not null)
            await StoreShared(sla, period, shared, tenants, work);
        await work.Commit();
        return true;
    }

    private async Task StoreShared(Sla sla, MeasuredPeriod period, MeasuredResult shared, int tenants, UnitOfWork work)
    {
        var before = await work.One<string>(
            "select p.logged from agreements.periods p where p.tenant_id = 'tnt_platform' and p.sla_id = @Id and p.starts_on = @First",
            new { sla.Id, period.First }
        );
        var isWorse = IsWorse(shared.Outcome.State, before) && tenants > 0;
        await work.Execute(
            """
            update agreements.periods p
               set events = @events, bad = @bad, actual = @actual::numeric, state = @state, credit_percent = @CreditPercent, logged = @logged
             where p.tenant_id = 'tnt_platform' and p.sla_id = @Id and p.starts_on = @First and p.closed_at is null
            """,
            new
            {
                sla.Id,
                period.First,
                events = shared.Count.Events,
                bad = shared.Count.Bad,
                actual = shared.Outcome.Actual,
                state = shared.Outcome.State,
                shared.CreditPercent,
                logged = isWorse ? shared.Outcome.State.ToText() : before,
            }
        );
        if (isWorse)
            events.WriteShared(sla, shared.Outcome.State, tenants, work);
    }

    /// <remarks>Rows that don't change are left out before the insert, because a conflict would lock and write them.</remarks>
    /// <param name="chunk">Tenants of the transaction.</param>
    /// <param name="tenants">Those of them to which the SLA applies.</param>
    private async Task StoreResults(Sla sla, MeasuredPeriod period, string[] chunk, string[] tenants, UnitOfWork work)
    {
        if (!await IsLatest(sla, period, work))
            return;
        await work.Execute(
            "delete from agreements.results where tenant_id = any(@chunk) and not (tenant_id = any(@tenants)) and sla_id = @Id and starts_on = @First",
            new
            {
                chunk,
                tenants,
                sla.Id,
                period.First,
            }
        );
        var results = tenants.Select(tenant => sla.Kind is SlaKind.Slo ? null : period.Of(tenant, sla)).ToList();
        var written = await work.List<WrittenResult>(
            """
            with written as (
              insert into agreements.results as r (tenant_id, sla_id, starts_on, ends_on, events, bad, actual, state, credit_percent, logged)
              select n.tenant_id, @Id, @First, @Last, n.events, n.bad, n.actual, n.state, n.percent, case when n.state in ('at_risk', 'breached') then n.state end
                from unnest(@tenants, @events, @bad, @actuals, @states, @percents) n(tenant_id, events, bad, actual, state, percent)
                left join agreements.results c on c.tenant_id = n.tenant_id and c.sla_id = @Id and c.starts_on = @First
               where c.tenant_id is null or (c.events, c.bad, c.actual, c.state, c.credit_percent) is distinct from (n.events, n.bad, n.actual, n.state, n.percent)
              on conflict (tenant_id, sla_id, starts_on) do update
                 set events = excluded.events, bad = excluded.bad, actual = excluded.actual, state = excluded.state, credit_percent = excluded.credit_percent,
                     logged = case when excluded.logged = 'breached' or r.logged is null then excluded.logged else r.logged end
               where (r.events, r.bad, r.actual, r.state, r.credit_percent)
                       is distinct from (excluded.events, excluded.bad, excluded.actual, excluded.state, excluded.credit_percent)
              returning tenant_id, state)
            select w.tenant_id, w.state, o.logged as before
              from written w
              left join agreements.results o on o.tenant_id = w.tenant_id and o.sla_id = @Id and o.starts_on = @First
             where w.state in ('at_risk', 'breached')
            """,
            new
            {
                sla.Id,
                period.First,
                period.Last,
                tenants,
                events = results.Select(result => result?.Count.Events).ToArray(),
                bad = results.Select(result => result?.Count.Bad).ToArray(),
                actuals = results.Select(result => result?.Outcome.Actual).ToArray(),
                states = results.Select(result => result?.Outcome.State.ToText()).ToArray(),
                percents = results.Select(result => result?.CreditPercent).ToArray(),
            }
        );
        events.Write(sla, period, [.. written.Where(row => IsWorse(row.State, row.Before)).Select(row => (row.TenantId, row.State))], work);
    }

    /// <summary>Locks the period, so that a measurement writes no results after a later one, and none after the period is closed.</summary>
    private static async Task<bool> IsLatest(Sla sla, MeasuredPeriod period, UnitOfWork work) =>
        await work.One<string>(
            """
            select p.sla_id from agreements.periods p
             where p.tenant_id = 'tnt_platform' and p.sla_id = @Id and p.starts_on = @First and p.closed_at is null and p.measured_at <= @Now
               for no key update
            """,
            new
            {
                sla.Id,
                period.First,
                period.Now,
            }
        )
            is not null;

    /// <summary>Whether a result is at risk or breached, and the log has no state of the period that is as bad.</summary>
    /// <param name="before">Word of the worst state in the log; null for none.</param>
    private static bool IsWorse(SlaState state, string? before) =>
        state switch
        {
            SlaState.Breached => before != SlaState.Breached.ToText(),
            SlaState.AtRisk => before != SlaState.Breached.ToText() && before != SlaState.AtRisk.ToText(),
            _ => false,
        };

    private sealed record StoredPeriod(DateOnly StartsOn, DateOnly EndsOn, bool IsClosed);

    private sealed record WrittenResult(string TenantId, SlaState State, string? Before);
}
