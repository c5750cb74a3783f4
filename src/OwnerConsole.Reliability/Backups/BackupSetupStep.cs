using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Setup step: the last verified backup would survive the loss of the database's disk.</summary>
public sealed class BackupSetupStep(BackupSetup home) : ISetupStep
{
    public int Order => 60;

    public string Key => "backups";

    public string Title => "Separate backup";

    public string Reason => "Backups on the disk of the database are lost with it. Use a bucket or another disk.";

    public string ActionLabel => "Set up backups";

    public string Permission => "backup.configure";

    public string ReadPermission => BackupRoutes.Read;

    public string Address => BackupRoutes.Address;

    public bool IsNeeded => home.Engine is not null;

    public string Sql =>
        """
            select count(*) as number, max(b.address) as name, max(b.verified_at) as at
              from (select b.address, b.verified_at from backups.backups b
                     where b.tenant_id = 'tnt_platform' and b.state = 'verified'
                       and b.requested_at > coalesce((select max(r.restored_at) from core.restores r), '-infinity')
                     order by b.requested_at desc limit 1) b
            """;

    public SetupState Read(SetupFact fact) =>
        fact.Name is not { } address ? new(false)
        : home.Engine!.IsOnDataDisk(new(address)) ? new(false, "Backups are on the same disk as the database.") // never null: the step is needed
        : new(true, $"Backed up to {BackupLocation.WithoutCredentials(address).Split('?')[0]}", fact.At);
}
