using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Deletes resolved alerts and notifications after the retention period.</summary>
public sealed class AlertRetention(Database database) : RetentionPolicy(database)
{
    public static readonly Setting KeepDays = new(
        "alerts.keep_days",
        SettingCategory.Features,
        "Alert retention",
        "Resolved alerts and their notifications are deleted after this many days.",
        "365"
    )
    {
        Kind = FieldKind.Number,
        Min = 30,
        Max = 3_650,
        Unit = "days",
        DescribeEffect = (_, _) => Task.FromResult(Sentence.Say($"Older alerts are deleted within an hour. This can't be undone.")),
    };

    public override string Key => "alerts";

    public override string Name => "alerts.forget";

    public override string Title => "Delete old alerts";

    public override string Kind => "Alerts";

    public override string Description => "Resolved alerts and their notifications.";

    public override string Basis => "Legitimate interest, no personal data";

    public override Setting Setting => KeepDays;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new RetainedRows("alerts.alerts", "r.resolved_at", keep => $"r.phase = 'resolved' and r.resolved_at < now() - {keep}")
        {
            BelongToPlatform = true,
            AgeIndexes = ["r.phase = 'resolved'"], // the others have no age
            Key = "d.tenant_id, d.alert_id",
            Dependents =
            [
                "delete from alerts.acknowledgements c using gone where c.tenant_id = gone.tenant_id and c.alert_id = gone.alert_id",
                "delete from alerts.resolutions c using gone where c.tenant_id = gone.tenant_id and c.alert_id = gone.alert_id",
            ],
        },
        RetainedRows.OlderThan("alerts.notifications", "created_at") with
        {
            BelongToPlatform = true,
        },
    ];
}
