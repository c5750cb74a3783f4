using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Deletes errors that have not occurred for longer than the retention period, and older occurrences of the others.</summary>
public sealed class ErrorRetention(Database database) : RetentionPolicy(database)
{
    public static readonly Setting KeepDays = new(
        "errors.keep_days",
        SettingCategory.Features,
        "Error retention",
        "Errors that have not occurred for this many days are deleted, as are older occurrences of the others.",
        "90"
    )
    {
        Kind = FieldKind.Number,
        Min = 7,
        Max = 730,
        Unit = "days",
        DescribeEffect = (_, _) => Task.FromResult(Sentence.Say($"Older errors are deleted within an hour. This can't be undone.")),
        Synonyms = "exceptions, Sentry",
    };

    public override string Name => "errors.forget";

    public override string Title => "Delete old errors";

    public override string Key => "errors";

    public override string Kind => "Errors";

    public override string Description =>
        "Errors that have not occurred for the period, and older occurrences of the others. Versions and deploys of services are deleted after 400 days.";

    public override Setting Setting => KeepDays;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        RetainedRows.OlderThan("errors.events", "occurred_at") with
        {
            Member = "any(array(select m.member_id from core.members m where m.tenant_id = r.tenant_id and m.external_id = r.user_id))",
        },
        RetainedRows.OlderThan("errors.affected", "last_seen_at"),
        RetainedRows.OlderThan("errors.users", "last_seen_at") with
        {
            Member = "any(array(select m.member_id from core.members m where m.tenant_id = r.tenant_id and m.external_id = r.user_id))",
        },
        RetainedRows.OlderThan("errors.operations", "last_seen_at") with
        {
            BelongToPlatform = true,
        },
        RetainedRows.OlderThan("errors.hours", "bucket_at") with
        {
            BelongToPlatform = true,
        },
        RetainedRows.OlderThan("errors.sightings", "last_seen_at") with
        {
            BelongToPlatform = true,
        },
        // As long as incidents and alerts of last year are compared with them.
        new RetainedRows("errors.versions", "r.last_seen_at", _ => "r.last_seen_at < now() - interval '400 days'")
        {
            BelongToPlatform = true,
            AgeIndexes = [],
        },
        RetainedRows.OlderThan("errors.releases", "last_seen_at") with
        {
            BelongToPlatform = true,
            AgeIndexes = [],
        },
        new RetainedRows("errors.deploys", "r.deployed_at", _ => "r.deployed_at < now() - interval '400 days'") { BelongToPlatform = true, AgeIndexes = [] },
        // A group outlives its occurrences, which a legal hold can keep.
        new RetainedRows(
            "errors.groups",
            "r.last_seen_at",
            keep => $"r.last_seen_at < now() - {keep} and not exists (select from errors.events e where e.group_id = r.group_id)"
        )
        {
            BelongToPlatform = true,
            WaitForHolds = true,
            Key = "d.tenant_id, d.group_id",
            Dependents = ["delete from errors.decisions c using gone where c.tenant_id = gone.tenant_id and c.group_id = gone.group_id"],
        },
    ];
}
