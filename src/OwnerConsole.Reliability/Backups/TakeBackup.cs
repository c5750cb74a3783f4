using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Makes a backup now, and tries it with a restore beside the database.</summary>
public sealed class TakeBackup(BackupHome home) : Operation<BackupFacts, TakeBackup.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("backup.take", "Back up now", "asked for")
        {
            Subject = "platform",
            Noun = "backup",
            Told = "A backup is being made",
            ComesBack = "One that has not begun is not made.",
            StaysGone = "One that has begun is made, and kept like the others.",
        };

    public override Task<IReadOnlyList<BackupFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => BackupFacts.Load(ids, home, work);

    public override Refusal? Refuse(BackupFacts platform, Nothing input) =>
        platform switch
        {
            { IsHere: false } => new("not_here", $"The console makes no backups of this database."),
            { IsHeld: true } => new("restored", $"The database was restored. Release it first: until then it might not be the one that lives."),
            { IsUnderWay: true } => new("under_way", $"A backup is being made already."),
            _ => null,
        };

    public override Decision Decide(BackupFacts platform, Nothing input) =>
        new($"The whole database is copied while it works, and restored beside itself to see whether the copy is good.");

    public override async Task Execute(IReadOnlyList<BackupFacts> accepted, Nothing input, Work work)
    {
        var id = work.NewId("bak", IdSource.Platform);
        await work.Do(
            "insert into backups.backups (tenant_id, backup_id, asked_by, asked_at, state) values ('tnt_platform', @id, @run, clock_timestamp(), 'asked')",
            new { id, run = work.RunId }
        );
        work.Call(Keeper.Bell);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<BackupFacts> subjects, string undoneRun, Work work) =>
        await work.Do("delete from backups.backups where tenant_id = 'tnt_platform' and asked_by = @undoneRun and state = 'asked'", new { undoneRun }) == 1
            ? [IdSource.Platform]
            : [];
}
