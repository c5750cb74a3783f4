using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Histograms;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Writes states, roll-ups and changes of states, each in one statement for any number of results.</summary>
internal static class ProbeResultRows
{
    /// <summary>Each is read: five minutes for the bars of a day, hours for the bars of a week and the figures of a day, and days for everything longer.</summary>
    private const string Grains = "(values ('five_minutes', interval '5 minutes'), ('hour', interval '1 hour'), ('day', interval '1 day')) g(grain, width)";

    private const string LatencyGrains = "(values ('hour', interval '1 hour'), ('day', interval '1 day')) g(grain, width)";

    public static async Task Update(IReadOnlyList<ProbeResults.Row> rows, UnitOfWork work)
    {
        var ids = rows.Select(row => row.ProbeId).ToArray();
        await work.Execute(
            """
            update probes.states s
               set state = n.state, since = n.since, candidate = n.candidate, streak = n.streak, checked_at = n.checked_at,
                   called_at = coalesce(n.called_at, s.called_at), latency_ms = n.latency_ms, problem = n.problem
              from unnest(@ids, @states, @since, @candidates, @streaks, @checked, @called, @latencies, @problems)
                     n(id, state, since, candidate, streak, checked_at, called_at, latency_ms, problem)
             where s.tenant_id = 'tnt_platform' and s.probe_id = n.id
            """,
            new
            {
                ids,
                states = rows.Select(row => row.Status.State.ToText()).ToArray(),
                since = rows.Select(row => row.Status.Since).ToArray(),
                candidates = rows.Select(row => row.Status.Candidate?.ToText()).ToArray(),
                streaks = rows.Select(row => row.Status.Streak).ToArray(),
                @checked = rows.Select(row => row.Last.At).ToArray(),
                called = rows.Select(row => row.CalledAt).ToArray(),
                latencies = rows.Select(row => row.Last.LatencyMs).ToArray(),
                problems = rows.Select(row => row.Last.Problem).ToArray(),
            }
        );
    }

    /// <summary>Counts results in one bucket of each length.</summary>
    public static async Task Count(IReadOnlyList<ProbeResult> results, UnitOfWork work)
    {
        await work.Execute(
            $"""
            insert into probes.rollups as r (tenant_id, probe_id, grain, bucket_at, ok, failed)
            select 'tnt_platform', n.id, g.grain, date_bin(g.width, n.at, 'epoch'), count(*) filter (where n.ok), count(*) filter (where not n.ok)
              from unnest(@ids, @times, @ok) n(id, at, ok) cross join {Grains}
             group by 2, 3, 4
            on conflict (tenant_id, probe_id, grain, bucket_at) do update set ok = r.ok + excluded.ok, failed = r.failed + excluded.failed
            """,
            new
            {
                ids = results.Select(result => result.ProbeId).ToArray(),
                times = results.Select(result => result.At).ToArray(),
                ok = results.Select(result => result.IsOk).ToArray(),
            }
        );
        var timed = results.Where(result => result is { IsOk: true, LatencyMs: not null }).ToList();
        if (timed.Count > 0)
            await work.Execute(
                $"""
                insert into probes.latencies as l (tenant_id, probe_id, grain, bucket_at, bin, checks)
                select 'tnt_platform', n.id, g.grain, date_bin(g.width, n.at, 'epoch'), n.bin, count(*)
                  from unnest(@ids, @times, @bins) n(id, at, bin) cross join {LatencyGrains}
                 group by 2, 3, 4, 5
                on conflict (tenant_id, probe_id, grain, bucket_at, bin) do update set checks = l.checks + excluded.checks
                """,
                new
                {
                    ids = timed.Select(result => result.ProbeId).ToArray(),
                    times = timed.Select(result => result.At).ToArray(),
                    bins = timed.Select(result => LatencyHistogram.BinOf(result.LatencyMs!.Value)).ToArray(), // selected above
                }
            );
    }

    public static async Task AddChanges(IReadOnlyList<(ProbeResult Result, HealthState State)> changes, UnitOfWork work)
    {
        if (changes.Count > 0)
            await work.Execute(
                """
                insert into probes.state_changes (tenant_id, probe_id, changed_at, state, problem)
                select 'tnt_platform', n.id, n.at, n.state, n.problem from unnest(@ids, @times, @states, @problems) with ordinality n(id, at, state, problem, nth) order by n.nth
                """,
                new
                {
                    ids = changes.Select(change => change.Result.ProbeId).ToArray(),
                    times = changes.Select(change => change.Result.At).ToArray(),
                    states = changes.Select(change => change.State.ToText()).ToArray(),
                    problems = changes.Select(change => change.Result.Problem).ToArray(),
                }
            );
    }
}
