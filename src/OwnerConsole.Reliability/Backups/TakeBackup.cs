using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Creates a backup now and verifies it by a restore next to the live database.</summary>
public sealed class TakeBackup(BackupSetup home) : Operation<BackupFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("backup.take", "Back up now", "requested")
        {
            Synonyms = "create backup",
            Subject = "platform",
            Noun = "backup",
            DoneSentence = "Backup started",
            RestoredByUndo = "The backup is cancelled if it has not started.",
            NotRestoredByUndo = "A backup that has already started. It is completed and kept.",
        };

    public override Task<IReadOnlyList<BackupFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => BackupFacts.Load(ids, home, work);

    public override Refusal? Refuse(BackupFacts platform, NoInput input) =>
        platform switch
        {
            { HasEngine: false } => new("backups_unavailable", $"The console does not create backups of this database."),
            { IsHeld: true } => new("restored", $"The database was restored. Release it first, because the original database might still be in use."),
            { IsRunning: true } => new("already_running", $"A backup is already running."),
            _ => null,
        };

    public override Decision Decide(BackupFacts platform, NoInput input) =>
        new($"The whole database will be copied while it is in use, then restored next to the live database to verify the copy.");

    public override async Task Execute(IReadOnlyList<BackupFacts> accepted, NoInput input, UnitOfWork work)
    {
        var id = work.NewId("bak", IdGenerator.Platform);
        await work.Execute(
            "insert into backups.backups (tenant_id, backup_id, requested_by, requested_at, state) values ('tnt_platform', @id, @run, clock_timestamp(), 'requested')",
            new { id, run = work.RunId }
        );
        work.Notify(BackupScheduler.NotificationChannel);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<BackupFacts> subjects, string undoneRun, UnitOfWork work) =>
        await work.Execute(
            "delete from backups.backups where tenant_id = 'tnt_platform' and requested_by = @undoneRun and state = 'requested'",
            new { undoneRun }
        ) == 1
            ? [IdGenerator.Platform]
            : [];
}
