using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>Deletes notifications and their messages after the retention period.</summary>
public sealed class NotificationRetention(Database database) : Retention(database)
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

    protected override Task<IReadOnlyList<string>> FindTenants(int limit, UnitOfWork reading) =>
        reading.List<string>(
            $"""
            select tenant_id from notifications.notifications where opened_at < now() - {RetentionDays.IntervalSql}
            union
            select m.tenant_id from notifications.messages m where m.opened_at < now() - {RetentionDays.IntervalSql} and {IsUnused}
            limit @limit
            """,
            new { limit }
        );

    protected override async Task Delete(IReadOnlyList<string> tenants, UnitOfWork work)
    {
        await work.Execute($"delete from notifications.notifications where opened_at < now() - {RetentionDays.IntervalSql}");
        // A message that was delivered later than it was written stays until its last notification is due.
        await work.Execute(
            $"""
            delete from notifications.messages m
             where m.opened_at < now() - {RetentionDays.IntervalSql} and m.message_id = any(@unused)
            """,
            new { unused = await ListUnused(tenants, work.Stop) }
        );
    }

    /// <summary>Lists old messages without recent notifications. All tenants can have notifications of a message of the platform.</summary>
    private async Task<IReadOnlyList<string>> ListUnused(IReadOnlyList<string> tenants, CancellationToken stop)
    {
        await using var reading = await _database.Read(stop);
        return await reading.List<string>(
            $"""
            select m.message_id from notifications.messages m
             where m.tenant_id = any(@tenants) and m.opened_at < now() - {RetentionDays.IntervalSql} and {IsUnused}
            """,
            new { tenants }
        );
    }

    private static string IsUnused =>
        $"not exists (select from notifications.notifications n where n.message_id = m.message_id and n.opened_at >= now() - {RetentionDays.IntervalSql})";
}
