using System.CommandLine;
using System.Security.Authentication;
using Npgsql;
using OwnerConsole;
using OwnerConsole.Commands;
using OwnerConsole.Data;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Secrets;

var serve = Serve.Command();
var (roles, simulate) = (Roles.Command(), Simulate.Command()); // neither accesses the data
var root = new RootCommand("Owner Console: the control plane of your multi-tenant SaaS.")
{
    serve,
    Migrate.Command(),
    Auth.Command(),
    LogCommands.Command(),
    roles,
    BackupCommands.Command(),
    RestoreCommand.Command(),
    SecretsCommands.Command(),
    Doctor.Command(),
    Demo.Command(),
    Connect.Command(),
    simulate,
};
var words = root.Parse(args is [] ? [serve.Name] : args);
try
{
    if (
        words.CommandResult.Command != roles
        && words.CommandResult.Command != simulate
        && await DataOwner.FindOther(Installation.DataDirectory, CancellationToken.None) is { } owner
    )
        await owner.SwitchTo(Installation.DataDirectory, CancellationToken.None);
    return await words.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
}
catch (ClusterException cannot)
{
    Console.Error.WriteLine(cannot.Message);
    return cannot.ExitCode;
}
catch (Exception cannot) when (cannot is SchemaException or InstallationException or SecretException or BackupException or ServerCertificateException)
{
    Console.Error.WriteLine(cannot.Message);
    return 1;
}
catch (NpgsqlException cannot) when (cannot.InnerException is AuthenticationException unproved)
{
    Console.Error.WriteLine(
        $"The database's certificate could not be verified: {unproved.Message} If you use your own CA, add it to the connection strings: Root Certificate=/path/to/ca.pem"
    );
    return 1;
}
catch (NpgsqlException cannot)
{
    Console.Error.WriteLine($"The database reported an error: {cannot.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130; // stopped by a signal during startup
}
