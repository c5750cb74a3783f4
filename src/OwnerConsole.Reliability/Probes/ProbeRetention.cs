using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Deletes roll-ups when coarser ones are enough or after the retention period, old changes of states, states of the console's parts and sizes of the database, and secrets of removed probes and earlier versions that no undo can restore.</summary>
public sealed class ProbeRetention(Database database) : RetentionPolicy(database)
{
    public static readonly Setting KeepDays = new(
        "probes.keep_days",
        SettingCategory.Features,
        "Probe result retention",
        "Daily results of probes and changes of their states are deleted after this many days.",
        "730"
    )
    {
        Kind = FieldKind.Number,
        Min = 90,
        Max = 3_650,
        Unit = "days",
        DescribeEffect = (_, _) => Task.FromResult(Sentence.Say($"Older results are deleted within an hour. This can't be undone.")),
    };

    /// <summary>A day more than the undo period, because an undo can wait for its turn.</summary>
    private const string Obsolete = """
        p.tenant_id = 'tnt_platform' and p.closed_by is not null and (p.secret is not null or p.token_hash is not null)
        and not exists (select from core.runs r where r.run_id = p.closed_by and r.undo_until > now() - interval '1 day')
        """;

    private static readonly IReadOnlyList<string> s_grains = RetainedRows.ByGrain("minute", "five_minutes", "hour", "day");

    public override string Name => "probes.forget";

    public override string Title => "Delete old results of probes";

    public override string Key => "probe_results";

    public override string Kind => "Probe results";

    public override string Description =>
        "Daily results and changes of states. Results by minute are deleted after 7 days, results by hour and sizes of the console's database after 90 days, and states of the console's own parts after 400 days.";

    public override string Basis => "Legitimate interest, no personal data";

    public override Setting Setting => KeepDays;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new RetainedRows("probes.rollups", "r.bucket_at", IsOldBucket) { BelongToPlatform = true, AgeIndexes = s_grains },
        new RetainedRows("probes.latencies", "r.bucket_at", IsOldBucket) { BelongToPlatform = true, AgeIndexes = s_grains },
        RetainedRows.OlderThan("probes.state_changes", "changed_at") with
        {
            BelongToPlatform = true,
        },
        new RetainedRows("probes.storage_sizes", "r.bucket_at", _ => "r.bucket_at < now() - interval '90 days'") { BelongToPlatform = true },
        new RetainedRows("probes.part_states", "r.seen_at", _ => "r.seen_at < now() - interval '400 days'") { BelongToPlatform = true, AgeIndexes = [] },
    ];

    protected override IReadOnlyList<string> AlsoDue => [$"select p.tenant_id from probes.probes p where {Obsolete} limit 1"];

    protected override Task DeleteMore(IReadOnlyList<string> tenants, UnitOfWork work) =>
        work.Execute($"update probes.probes p set secret = null, token_hash = null where {Obsolete}");

    private static string IsOldBucket(string keep) =>
        $"""
            r.grain in ('minute', 'five_minutes') and r.bucket_at < now() - interval '7 days' or r.grain = 'hour' and r.bucket_at < now() - interval '90 days'
             or r.grain = 'day' and r.bucket_at < now() - {keep}
            """;
}
