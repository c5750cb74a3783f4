using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Email;

/// <summary>Deletes emails and their delivery attempts after the retention period, because they contain personal data.</summary>
public sealed class EmailRetention(Database database) : Retention(database)
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

    public override string Name => "emails.forget";

    public override string Title => "Delete old emails";

    protected override Task<IReadOnlyList<string>> FindTenants(int limit, UnitOfWork reading) =>
        reading.List<string>($"select distinct tenant_id from core.emails where created_at < now() - {RetentionDays.IntervalSql} limit @limit", new { limit });

    protected override Task Delete(IReadOnlyList<string> tenants, UnitOfWork work) =>
        work.Execute(
            $"""
            with gone as (delete from core.emails where created_at < now() - {RetentionDays.IntervalSql} returning tenant_id, email_id),
            reported as (delete from core.email_reports r using gone where r.tenant_id = gone.tenant_id and r.email_id = gone.email_id)
            delete from core.email_attempts a using gone where a.tenant_id = gone.tenant_id and a.email_id = gone.email_id
            """
        );
}
