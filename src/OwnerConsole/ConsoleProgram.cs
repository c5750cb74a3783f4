using OwnerConsole.Data;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole;

/// <summary>This program with all of its modules.</summary>
internal sealed class ConsoleProgram : IConsoleProgram
{
    public static readonly ConsoleProgram Instance = new();

    public Migrator CreateMigrator(Connections connections) => Schema.Migrator(connections);

    public ServiceProvider CreateServices(DatabaseOptions options) =>
        ConsoleHost.Services(new(options.Connections, options.Port, options.MasterKey) { Checkpoints = options.Checkpoints, Erasures = options.Erasures });
}
