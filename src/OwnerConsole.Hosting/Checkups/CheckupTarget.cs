using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>The installation to check, seen from outside and through its database if it responds.</summary>
internal sealed class CheckupTarget(Installation here, IConsoleProgram program)
{
    public Installation Installation => here;

    public IConsoleProgram Program => program;

    /// <summary>True if the console runs the database itself.</summary>
    public bool IsPrivate => Installation.Variable(DatabaseRole.App.Variable) is null;

    /// <summary>Path of the embedded database's files, with links resolved.</summary>
    public string Cluster => Path.Combine(Posix.Real(here.Data), "postgres") is var place && new DirectoryInfo(place).LinkTarget is { } target ? target : place;

    /// <summary>True if the first start has created the data.</summary>
    public bool IsInitialized => Directory.Exists(Cluster);

    /// <summary>True if another process uses the data; the checks then use its database.</summary>
    public bool IsRunning { get; private init; } = here.IsHeld();

    /// <summary>Connections to the database; null while it can't be reached.</summary>
    public Connections? Connections { get; set; }

    /// <summary>Services over the database; null while it can't be reached or has the schema of another release.</summary>
    public IServiceProvider? Services { get; set; }
}
