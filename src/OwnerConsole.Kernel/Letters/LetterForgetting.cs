using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Letters;

/// <summary>Deletes letters once their days are over, with every attempt: their facts are about people.</summary>
public sealed class LetterForgetting(Database database) : IWorkKind
{
    private const int AtOnce = 500;

    public static readonly Setting Keep = new(
        "letters.keep_days",
        SettingCategory.Features,
        "Letters are kept",
        "What the console has mailed, with every attempt, is deleted after so long.",
        "30"
    )
    {
        Kind = FieldKind.Number,
        Least = 7,
        Most = 365,
        Unit = "days",
        Follows = (_, _) => Task.FromResult(Sentence.Say($"Letters older than that are deleted within the hour, and don't come back.")),
    };

    public string Name => "letters.forget";

    public TimeSpan? Every => TimeSpan.FromHours(1);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop) => await Some(stop) ? WorkOutcome.Again(TimeSpan.Zero) : WorkOutcome.Over;

    /// <returns>true when there may be more</returns>
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
