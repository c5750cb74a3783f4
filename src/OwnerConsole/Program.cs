using System.CommandLine;
using Npgsql;
using OwnerConsole;
using OwnerConsole.Commands;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

var serve = Serve.Command();
var root = new RootCommand("Owner Console: the control plane of your multi-tenant SaaS.")
{
    serve,
    Migrate.Command(),
    Auth.Command(),
    LogCommands.Command(),
    BackupCommands.Command(),
    RestoreCommand.Command(),
    Doctor.Command(),
    Demo.Command(),
};
var words = root.Parse(args is [] ? [serve.Name] : args);
try
{
    return await words.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
}
catch (ClusterException cannot)
{
    Console.Error.WriteLine(cannot.Message);
    return cannot.ExitCode;
}
catch (Exception cannot) when (cannot is SchemaException or InstallationException or SecretException or BackupException or TlsException)
{
    Console.Error.WriteLine(cannot.Message);
    return 1;
}
catch (NpgsqlException cannot)
{
    Console.Error.WriteLine($"The database refused: {cannot.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130; // stopped by a signal before it stood
}
