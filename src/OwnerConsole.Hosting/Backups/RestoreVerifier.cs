using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Starts a restored copy and verifies its row counts, audit log and secrets.</summary>
internal static class RestoreVerifier
{
    /// <param name="ledger">Erasure ledger of a copy that will go live; null for a copy that is only verified.</param>
    /// <param name="then">Runs on the copy after successful verification.</param>
    /// <param name="moment">Row counts at the backup's time; null if the copy was restored to a later time and its counts may differ.</param>
    /// <returns>The row counts of the copy.</returns>
    /// <exception cref="BackupException">Verification failed.</exception>
    public static async Task<RowCounts> Verify(
        string data,
        BackupEngineOptions settings,
        ErasureFile? ledger,
        Manifest? moment,
        Func<IServiceProvider, Task>? then,
        CancellationToken stop
    )
    {
        await using var cluster = await Cluster.Start(new(data) { ExtraSettings = ["shared_buffers=128MB"], Ballast = 0 }, stop);
        await settings.Program.CreateMigrator(cluster.Connections).Run(stop);
        await using var services = settings.Program.CreateServices(new(cluster.Connections, 0, settings.MasterKey(), Erasures: ledger?.Path));
        var tally = await Count(services.GetRequiredService<Database>(), stop);
        if (moment is not null && !tally.IsBetween(moment.Before, moment.After))
            throw new BackupException($"The restored copy has {tally}, but {moment.Before} to {moment.After} were expected.");
        var (check, flaw) = await services.GetRequiredService<LogVerifier>().Verify(1, settings.Anchor.ReadUpTo(tally.Lines), stop);
        if (flaw is not null)
            throw new BackupException($"The restored audit log is not intact from position {flaw.Pos} on: {flaw.Message}");
        try
        {
            services.GetRequiredService<KeyRing>().Read();
        }
        catch (SecretException shut)
        {
            throw new BackupException($"The restored secrets can't be decrypted: {shut.Message}", shut);
        }
        if (then is not null)
            await then(services);
        return tally;
    }

    private static async Task<RowCounts> Count(Database database, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await RowCounts.Read(work);
    }
}
