using OwnerConsole.Data;
using OwnerConsole.Reliability.Telemetry.Otlp;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Counts log records of services per severity and hour.</summary>
internal sealed class LogIntake(Database database, TimeProvider clock)
{
    private const int MaxServices = 100;

    /// <summary>Services with log records. It looks up one row for each of them instead of reading all rows.</summary>
    internal const string Services = """
        with recursive named as (
          (select l.service from telemetry.logs l where l.tenant_id = 'tnt_platform' order by l.service limit 1)
          union all
          select (select l.service from telemetry.logs l where l.tenant_id = 'tnt_platform' and l.service > n.service order by l.service limit 1)
            from named n where n.service is not null)
        select n.service from named n where n.service is not null
        """;

    /// <returns>Number of records that are not counted, because of their time or because there are too many services.</returns>
    public async Task<int> Record(IReadOnlyList<LogEvent> records, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var timely = records.Where(record => record.At is { } at && ServiceTime.IsAccepted(at, now)).ToList();
        if (timely.Count == 0)
            return records.Count;
        database.DiskSpaceGuard.ThrowIfFull();
        await using var work = await database.Write(WriteOrigin.Intake("telemetry.report"), [IdGenerator.Platform], stop);
        var known = (await work.List<string>(Services)).ToHashSet(StringComparer.Ordinal);
        var accepted = timely.Where(record => known.Contains(record.Service) || (known.Count < MaxServices && known.Add(record.Service))).ToList();
        if (accepted.Count > 0)
            await work.Execute(
                """
                insert into telemetry.logs as l (tenant_id, service, severity, bucket_at, records)
                select 'tnt_platform', n.service, n.severity, date_bin('1 hour', n.at, 'epoch'), count(*)
                  from unnest(@services, @severities, @times) n(service, severity, at)
                 group by 2, 3, 4 order by 2, 3, 4
                on conflict (tenant_id, service, severity, bucket_at) do update set records = l.records + excluded.records
                """,
                new
                {
                    services = accepted.Select(record => record.Service).ToArray(),
                    severities = accepted.Select(record => record.Severity.ToText()).ToArray(),
                    times = accepted.Select(record => record.At ?? now).ToArray(),
                }
            );
        await work.Commit();
        return records.Count - accepted.Count;
    }
}
