using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Deletes roll-ups by minute after two days, and everything else after the retention period.</summary>
public sealed class TelemetryRetention(Database database) : RetentionPolicy(database)
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

    private static readonly IReadOnlyList<string> s_grains = RetainedRows.ByGrain("minute", "hour");

    public override string Name => "telemetry.forget";

    public override string Title => "Delete old telemetry";

    public override string Key => "telemetry";

    public override string Kind => "Telemetry";

    public override string Description =>
        "Numbers of requests, calls between services, log records and metrics of services, and which tenants use which services. Roll-ups by minute are deleted after 2 days, those of CPU by hour after 9.";

    public override string Basis => "Legitimate interest, no personal data";

    public override Setting Setting => KeepDays;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new RetainedRows("telemetry.requests", "r.bucket_at", IsOldBucket) { BelongToPlatform = true, AgeIndexes = s_grains },
        new RetainedRows("telemetry.latencies", "r.bucket_at", IsOldBucket) { BelongToPlatform = true, AgeIndexes = s_grains },
        RetainedRows.OlderThan("telemetry.failures", "failed_at") with
        {
            BelongToPlatform = true,
        },
        RetainedRows.OlderThan("telemetry.logs", "bucket_at") with
        {
            BelongToPlatform = true,
        },
        RetainedRows.OlderThan("telemetry.series", "last_at") with
        {
            BelongToPlatform = true,
            AgeIndexes = [],
        },
        RetainedRows.OlderThan("telemetry.tenant_services", "last_seen_at"),
        RetainedRows.OlderThan("telemetry.replicas", "last_at") with
        {
            BelongToPlatform = true,
            AgeIndexes = [],
        },
        new RetainedRows("telemetry.resource_rollups", "r.bucket_at", IsOldResourceBucket)
        {
            BelongToPlatform = true,
            AgeIndexes = RetainedRows.ByGrain("hour", "day"),
        },
        new RetainedRows("telemetry.calls", "r.day", keep => $"r.day < (now() - {keep})::date") { BelongToPlatform = true },
        RetainedRows.OlderThan("telemetry.routes", "last_seen_at") with
        {
            BelongToPlatform = true,
            AgeIndexes = [],
        },
    ];

    private static string IsOldBucket(string keep) =>
        $"r.grain = 'minute' and r.bucket_at < now() - interval '2 days' or r.grain = 'hour' and r.bucket_at < now() - {keep}";

    /// <summary>Trends of up to seven days use hours, and longer ones use days.</summary>
    private static string IsOldResourceBucket(string keep) =>
        $"r.grain = 'hour' and r.bucket_at < now() - least(interval '9 days', {keep}) or r.grain = 'day' and r.bucket_at < now() - {keep}";
}
