using OwnerConsole.Data;
using OwnerConsole.Reliability.Telemetry.Otlp;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Counts calls between services per day. Single calls are not stored.</summary>
internal sealed class CallIntake(Database database, TimeProvider clock)
{
    /// <summary>Maximum number of pairs of services that are counted, in the two days that items can be from.</summary>
    private const int MaxPairs = 1_000;

    /// <summary>Counts calls. Those without a valid time, and those of pairs beyond the limit, are left out.</summary>
    public async Task Record(IReadOnlyList<ServiceCall> calls, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var timely = calls.Where(call => ServiceTime.IsAccepted(call.At, now)).ToList();
        if (timely.Count == 0)
            return;
        database.DiskSpaceGuard.ThrowIfFull();
        await using var work = await database.Write(WriteOrigin.Intake("telemetry.report"), [IdGenerator.Platform], stop);
        var known = (
            await work.List<Pair>(
                "select distinct service, called from telemetry.calls where tenant_id = 'tnt_platform' and day >= @since order by service, called",
                new { since = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1) }
            )
        ).ToHashSet();
        var accepted = timely
            .Where(call => new Pair(call.Service, call.Called) is var pair && (known.Contains(pair) || (known.Count < MaxPairs && known.Add(pair))))
            .ToList();
        if (accepted.Count > 0)
            await work.Execute(
                """
                insert into telemetry.calls as c (tenant_id, service, called, day, calls)
                select 'tnt_platform', n.service, n.called, (n.at at time zone 'UTC')::date, count(*)
                  from unnest(@services, @called, @times) n(service, called, at)
                 group by 2, 3, 4 order by 2, 3, 4
                on conflict (tenant_id, service, called, day) do update set calls = c.calls + excluded.calls
                """,
                new
                {
                    services = accepted.Select(call => call.Service).ToArray(),
                    called = accepted.Select(call => call.Called).ToArray(),
                    times = accepted.Select(call => call.At).ToArray(),
                }
            );
        await work.Commit();
    }

    private sealed record Pair(string Service, string Called);
}
