using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Email;

/// <summary>Deletes emails and their delivery attempts after the retention period, because they contain personal data.</summary>
public sealed class EmailRetention(Database database) : RetentionPolicy(database)
{
    public static readonly Setting RetentionDays = new(
        "emails.keep_days",
        SettingCategory.Features,
        "Email retention",
        "Emails, messages on channels and their delivery attempts are deleted after this many days.",
        "30"
    )
    {
        Kind = FieldKind.Number,
        Min = 7,
        Max = 365,
        Unit = "days",
        DescribeEffect = (_, _) => Task.FromResult(Sentence.Say($"Older emails are deleted within an hour. This can't be undone.")),
    };

    public override string Key => "emails";

    public override string Name => "emails.forget";

    public override string Title => "Delete old emails";

    public override string Kind => "Emails";

    public override string Description => "Emails with their delivery attempts and reports.";

    public override Setting Setting => RetentionDays;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        RetainedRows.OlderThan("core.emails", "created_at") with
        {
            Member = "r.recipient",
            Key = "d.tenant_id, d.email_id",
            Dependents =
            [
                "delete from core.email_reports c using gone where c.tenant_id = gone.tenant_id and c.email_id = gone.email_id",
                "delete from core.email_attempts c using gone where c.tenant_id = gone.tenant_id and c.email_id = gone.email_id",
            ],
        },
    ];
}
