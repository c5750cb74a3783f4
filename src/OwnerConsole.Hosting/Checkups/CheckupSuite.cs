using System.Security.Cryptography;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Runs all checkups in the order of their dependencies. Add new checkups here.</summary>
internal static class CheckupSuite
{
    private static readonly IReadOnlyList<ICheckup> Outside =
    [
        new ProgramsCheckup(),
        new AccountCheckup(),
        new DataCheckup(),
        new DiskCheckup(),
        new AtRestCheckup(),
        new KeysCheckup(),
        new ClusterCheckup(),
        new AddressCheckup(),
    ];

    private static readonly IReadOnlyList<ICheckup> Inside =
    [
        new DatabaseCheckup(),
        new ConnectionsCheckup(),
        new SecretsCheckup(),
        new ClockCheckup(),
        new LogCheckup(),
        new LedgerConsistencyCheckup(),
        new BackupsCheckup(),
    ];

    public static async Task<IReadOnlyList<Finding>> Run(CheckupTarget machine, CancellationToken stop)
    {
        var found = new List<Finding>();
        foreach (var checkup in Outside)
            found.AddRange(await Look(checkup, machine, stop));
        if (machine.IsPrivate && !machine.IsInitialized)
            return found;
        try
        {
            await using var storage = await Storage.Open(machine.Installation.Data, join: true, stop);
            machine.Connections = storage.Connections;
            await using var services = machine.Installation.Services(machine.Program, storage.Connections);
            machine.Services = services;
            foreach (var checkup in Inside)
                found.AddRange(await Look(checkup, machine, stop));
        }
        catch (Exception refused) when (IsExpected(refused))
        {
            found.Add(Finding.Problem("database", refused.Message, "Fix this first; the data in the database was not checked."));
        }
        return found;
    }

    private static async Task<IReadOnlyList<Finding>> Look(ICheckup checkup, CheckupTarget machine, CancellationToken stop)
    {
        try
        {
            return await checkup.Check(machine, stop);
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException)
        {
            return [Finding.Problem(checkup.Name, denied.Message, "Run this command as the user that runs the console, or as root.")];
        }
        catch (Exception refused) when (IsExpected(refused))
        {
            return [Finding.Problem(checkup.Name, refused.Message, "Fix this first; the check could not run.")];
        }
    }

    private static bool IsExpected(Exception error) =>
        error
            is ClusterException
                or InstallationException
                or SchemaException
                or SecretException
                or NpgsqlException
                or IOException
                or TimeoutException
                or FormatException
                or CryptographicException;
}
