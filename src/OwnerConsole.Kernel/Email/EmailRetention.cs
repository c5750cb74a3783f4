using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Email;

/// <summary>Deletes emails and their delivery attempts after the retention period, because they contain personal data.</summary>
public sealed class EmailRetention(Database database) : IWorkHandler
{
    private const int BatchSize = 500;

    public static readonly Setting RetentionDays = new(
        "emails.keep_days",
        SettingCategory.Features,
        "Email retention",
        "Emails and their delivery attempts are deleted after this many days.",
        "30"
    )
    {
        Kind = FieldKind.Number,
        Min = 7,
        Max = 365,
        Unit = "days",
        DescribeEffect = (_, _) => Task.FromResult(Sentence.Say($"Older emails are deleted within an hour. This can't be undone.")),
    };

    public string Name => "emails.forget";

    public string Title => "Delete old emails";

    public TimeSpan? Interval => TimeSpan.FromHours(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop) =>
        await DeleteBatch(stop) ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;

    /// <returns>True when more emails may be due.</returns>
    private async Task<bool> DeleteBatch(CancellationToken stop)
    {
        var tenants = await ListTenants(stop);
        if (tenants.Count == 0)
            return false;
        await using var work = await database.Write(WriteOrigin.Intake("forget"), tenants, stop);
        await work.Execute(
            $"""
            with gone as (delete from core.emails where created_at < now() - {RetentionDays.IntervalSql} returning tenant_id, email_id)
            delete from core.email_attempts a using gone where a.tenant_id = gone.tenant_id and a.email_id = gone.email_id
            """
        );
        await work.Commit();
        return tenants.Count == BatchSize;
    }

    private async Task<IReadOnlyList<string>> ListTenants(CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<string>(
            $"select distinct tenant_id from core.emails where created_at < now() - {RetentionDays.IntervalSql} limit @AtOnce",
            new { AtOnce = BatchSize }
        );
    }
}
