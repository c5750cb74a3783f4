using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>Deletes notifications and their messages after the retention period.</summary>
public sealed class NotificationRetention(Database database) : RetentionPolicy(database)
{
    private readonly Database _database = database;

    public static readonly Setting RetentionDays = new(
        "notifications.keep_days",
        SettingCategory.Features,
        "Notification retention",
        "In-app notifications are deleted after this many days.",
        "90"
    )
    {
        Kind = FieldKind.Number,
        Min = 7,
        Max = 730,
        Unit = "days",
        DescribeEffect = (_, _) => Task.FromResult(Sentence.Say($"Older notifications are deleted within an hour. This can't be undone.")),
    };

    public override string Name => "notifications.forget";

    public override string Title => "Delete old notifications";

    public override string Key => "notifications";

    public override string Kind => "Notifications";

    public override string Description => "In-app notifications of members, and their messages.";

    public override Setting Setting => RetentionDays;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [RetainedRows.OlderThan("notifications.notifications", "opened_at") with { Member = "r.member_id" }];

    protected override IReadOnlyList<string> AlsoDue => [$"select m.tenant_id from notifications.messages m where {IsDue} and {IsUnused} limit @limit"];

    // A message that was delivered later than it was written stays until its last notification is due.
    protected override async Task DeleteMore(IReadOnlyList<string> tenants, UnitOfWork work) =>
        await work.Execute(
            $"delete from notifications.messages m where {IsDue} and m.message_id = any(@unused)",
            new { unused = await ListUnused(tenants, work.Stop) }
        );

    /// <summary>Lists old messages without recent notifications. All tenants can have notifications of a message of the platform.</summary>
    private async Task<IReadOnlyList<string>> ListUnused(IReadOnlyList<string> tenants, CancellationToken stop)
    {
        await using var reading = await _database.Read(stop);
        return await reading.List<string>(
            $"select m.message_id from notifications.messages m where m.tenant_id = any(@tenants) and {IsDue} and {IsUnused}",
            new { tenants }
        );
    }

    private static string IsDue => $"m.opened_at < now() - {RetentionDays.IntervalSql} and not {LegalHolds.Covers("m")}";

    // Notifications on hold are kept, so their messages are kept too.
    private static string IsUnused =>
        $"""
            not exists (select from notifications.notifications n
                         where n.message_id = m.message_id and (n.opened_at >= now() - {RetentionDays.IntervalSql} or {LegalHolds.Covers("n", "n.member_id")}))
            """;
}
