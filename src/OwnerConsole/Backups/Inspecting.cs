using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Backups;

/// <summary>Starts a restored copy and looks whether it is what it should be: its rows, its log, its secrets.</summary>
internal static class Inspecting
{
    /// <param name="ledger">of a copy that is to live; null for one that is only looked at</param>
    /// <param name="then">what is done with a copy that is as it should be</param>
    /// <param name="moment">null where the copy goes on from the backup's own moment, so that its numbers may differ</param>
    /// <returns>what there is</returns>
    /// <exception cref="BackupException">it is not what it should be</exception>
    public static async Task<Tally> Inspect(
        string data,
        BackupSettings settings,
        ErasureFile? ledger,
        Manifest? moment,
        Func<IServiceProvider, Task>? then,
        CancellationToken stop
    )
    {
        await using var cluster = await Cluster.Start(new(data) { More = ["shared_buffers=128MB"], Ballast = 0 }, stop);
        await Schema.Migrator(cluster.Connections).Run(stop);
        await using var services = ConsoleHost.Services(new(cluster.Connections, 0, settings.MasterKey()) { Erasures = ledger?.Path });
        var tally = await Count(services.GetRequiredService<Database>(), stop);
        if (moment is not null && !tally.IsBetween(moment.Before, moment.After))
            throw new BackupException($"The restored copy has {tally} where there were {moment.Before} to {moment.After}.");
        var (check, flaw) = await services.GetRequiredService<LogProof>().Verify(1, settings.Anchor.Upto(tally.Lines), stop);
        if (flaw is not null)
            throw new BackupException($"The restored log is not whole from position {flaw.Pos} on: {flaw.Says}");
        try
        {
            services.GetRequiredService<KeyRing>().Read();
        }
        catch (SecretException shut)
        {
            throw new BackupException($"The restored secrets don't open: {shut.Message}", shut);
        }
        if (then is not null)
            await then(services);
        return tally;
    }

    private static async Task<Tally> Count(Database database, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Tally.Read(work);
    }
}
