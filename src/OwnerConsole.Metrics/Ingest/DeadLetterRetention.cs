using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Deletes rejected events after the retention period, because they contain personal data.</summary>
public sealed class DeadLetterRetention(Database database) : RetentionPolicy(database)
{
    public static readonly Setting KeepDays = new(
        "rejected_events.keep_days",
        SettingCategory.Features,
        "Rejected event retention",
        "Rejected events are deleted after this many days, also those that were retried or discarded.",
        "30"
    )
    {
        Kind = FieldKind.Number,
        Min = 7,
        Max = 365,
        Unit = "days",
        DescribeEffect = (_, _) => Task.FromResult(Sentence.Say($"Older rejected events are deleted within an hour. This can't be undone.")),
    };

    public override string Key => "rejected_events";

    public override string Name => "rejected_events.forget";

    public override string Title => "Delete old rejected events";

    public override string Kind => "Rejected events";

    public override string Description => "Events that were rejected, with their bodies. They belong to the platform, because their tenant is often unknown.";

    public override Setting Setting => KeepDays;

    public override IReadOnlyList<RetainedRows> Rows { get; } = [RetainedRows.OlderThan("core.dead_letters", "received_at") with { BelongToPlatform = true }];
}
