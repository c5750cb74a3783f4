using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;

namespace OwnerConsole.Hosting.Installations;

/// <summary>The program of this installation, for backups and checkups that read its data. The executable gives it, because it knows all modules.</summary>
public interface IConsoleProgram
{
    Migrator CreateMigrator(Connections connections);

    /// <summary>Builds the services without serving.</summary>
    ServiceProvider CreateServices(DatabaseOptions options);
}
