using OwnerConsole.Commands;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Checkups;

/// <summary>What is looked at: an installation from outside and, where it answers, its database.</summary>
internal sealed class Machine(Installation here)
{
    public Installation Here => here;

    /// <summary>The database is one that the console runs itself.</summary>
    public bool IsPrivate => Installation.Given("ConnectionStrings__App") is null;

    /// <summary>Where the private database's files are, behind any link.</summary>
    public string Cluster => Path.Combine(Posix.Real(here.Data), "postgres") is var place && new DirectoryInfo(place).LinkTarget is { } target ? target : place;

    /// <summary>The first start has made the data.</summary>
    public bool IsBorn => Directory.Exists(Cluster);

    /// <summary>Another process holds the data; it lends us its database.</summary>
    public bool IsRunning { get; private init; } = here.IsHeld();

    /// <summary>Null while the database can't be reached.</summary>
    public Connections? Connections { get; set; }

    /// <summary>Of the program, over that database; null while it can't be reached or is of another release.</summary>
    public IServiceProvider? Services { get; set; }
}
