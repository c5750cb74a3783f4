using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Letters;

/// <summary>Deletes emails and their delivery attempts after the retention period, because they contain personal data.</summary>
public sealed class LetterForgetting(Database database) : IWorkKind
{
    private const int AtOnce = 500;

    public static readonly Setting Keep = new(
        "letters.keep_days",
        SettingCategory.Features,
        "Email retention",
        "Emails and their delivery attempts are deleted after this many days.",
        "30"
    )
    {
        Kind = FieldKind.Number,
        Least = 7,
        Most = 365,
        Unit = "days",
        Follows = (_, _) => Task.FromResult(Sentence.Say($"Older emails are deleted within an hour. This can't be undone.")),
    };

    public string Name => "letters.forget";

    public TimeSpan? Every => TimeSpan.FromHours(1);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop) => await Some(stop) ? WorkOutcome.Again(TimeSpan.Zero) : WorkOutcome.Over;

    /// <returns>True when more emails may be due.</returns>
    private async Task<bool> Some(CancellationToken stop)
    {
        var tenants = await Tenants(stop);
        if (tenants.Count == 0)
            return false;
        await using var work = await database.Write(Door.Intake("forget"), tenants, stop);
        await work.Do(
            $"""
            with gone as (delete from core.letters where written_at < now() - {Keep.Span} returning tenant_id, letter_id)
            delete from core.letter_attempts a using gone where a.tenant_id = gone.tenant_id and a.letter_id = gone.letter_id
            """
        );
        await work.Commit();
        return tenants.Count == AtOnce;
    }

    private async Task<IReadOnlyList<string>> Tenants(CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<string>($"select distinct tenant_id from core.letters where written_at < now() - {Keep.Span} limit @AtOnce", new { AtOnce });
    }
}
