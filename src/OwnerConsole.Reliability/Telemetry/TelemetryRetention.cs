using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Deletes roll-ups by minute after two days, and everything else after the retention period.</summary>
public sealed class TelemetryRetention(Database database) : Retention(database)
{
    public static readonly Setting KeepDays = new(
        "telemetry.keep_days",
        SettingCategory.Features,
        "Telemetry retention",
        "Numbers of requests, calls and log records, and metrics of services are deleted after this many days.",
        "90"
    )
    {
        Kind = FieldKind.Number,
        Min = 7,
        Max = 730,
        Unit = "days",
        DescribeEffect = (_, _) => Task.FromResult(Sentence.Say($"Older telemetry is deleted within an hour. This can't be undone.")),
        Synonyms = "OpenTelemetry, traces, metrics, logs",
    };

    public override string Name => "telemetry.forget";

    public override string Title => "Delete old telemetry";

    private static string Oldest => $"now() - {KeepDays.IntervalSql}";

    private static string OldBucket => $"(grain = 'minute' and bucket_at < now() - interval '2 days' or grain = 'hour' and bucket_at < {Oldest})";

    protected override Task<IReadOnlyList<string>> FindTenants(int limit, UnitOfWork reading) =>
        reading.List<string>(
            $"""
            select tenant_id from telemetry.requests where {OldBucket}
            union
            select tenant_id from telemetry.failures where failed_at < {Oldest}
            union
            select tenant_id from telemetry.logs where bucket_at < {Oldest}
            union
            select tenant_id from telemetry.series where last_at < {Oldest}
            union
            select tenant_id from telemetry.calls where day < ({Oldest})::date
            limit @limit
            """,
            new { limit }
        );

    protected override async Task Delete(IReadOnlyList<string> tenants, UnitOfWork work)
    {
        await work.Execute($"delete from telemetry.requests where tenant_id = 'tnt_platform' and {OldBucket}");
        await work.Execute($"delete from telemetry.latencies where tenant_id = 'tnt_platform' and {OldBucket}");
        await work.Execute($"delete from telemetry.failures where tenant_id = 'tnt_platform' and failed_at < {Oldest}");
        await work.Execute($"delete from telemetry.logs where tenant_id = 'tnt_platform' and bucket_at < {Oldest}");
        await work.Execute($"delete from telemetry.series where tenant_id = 'tnt_platform' and last_at < {Oldest}");
        await work.Execute($"delete from telemetry.calls where tenant_id = 'tnt_platform' and day < ({Oldest})::date");
        await work.Execute($"delete from telemetry.routes where tenant_id = 'tnt_platform' and last_seen_at < {Oldest}");
    }
}
