namespace OwnerConsole.Data;

/// <summary>A database role that the console signs in with. A new one is added to <see cref="All"/>, to docs/guides/external-postgresql.md, and to the grants of the
/// tables it reads.</summary>
/// <param name="Name">Name in PostgreSQL. An embedded PostgreSQL's password for it is in the file of this name, in the data's <c>secrets</c>.</param>
/// <param name="Connection">Name of its connection string.</param>
/// <param name="Purpose">What it does, as in the documentation.</param>
public sealed record DatabaseRole(string Name, string Connection, string Purpose)
{
    /// <summary>Owner of the schema, which can't sign in.</summary>
    public const string Owner = "oc_owner";

    public static readonly DatabaseRole Migrator = new("oc_migrator", "Migrate", "changes the schema") { IsSchemaOwner = true };

    public static readonly DatabaseRole App = new("oc_app", "App", "reads and writes rows of named tenants, by row-level security") { IsPooled = true };

    public static readonly DatabaseRole Console = new("oc_console", "Console", "reads all tenants, writes nothing") { IsPooled = true, IsReadOnly = true };

    public static readonly DatabaseRole Bound = new(
        "oc_bound",
        "Bound",
        "reads rows of named tenants, by row-level security, for keys and team members restricted to some tenants"
    )
    {
        IsPooled = true,
        IsReadOnly = true,
        IsAddition = true,
    };

    public static readonly DatabaseRole Portal = new("oc_portal", "Portal", "reads what the portal shows of one tenant, by row-level security")
    {
        IsPooled = true,
        IsReadOnly = true,
        IsAddition = true,
    };

    public static readonly DatabaseRole Sequencer = new("oc_sequencer", "Sequencer", "numbers the lines of the log");

    /// <summary>All roles that need a connection string.</summary>
    public static readonly IReadOnlyList<DatabaseRole> All = [Migrator, App, Console, Bound, Portal, Sequencer];

    /// <summary>Environment variable of its connection string.</summary>
    public string Variable => Variables + Connection;

    /// <summary>Start of the environment variables of all connection strings.</summary>
    public const string Variables = "ConnectionStrings__";

    /// <summary>Member of <see cref="Owner"/>, whose rights it uses only after it has switched to it.</summary>
    public bool IsSchemaOwner { get; private init; }

    /// <summary>Connects through the pooler, if there is one; its transactions end when they are idle for a minute.</summary>
    public bool IsPooled { get; private init; }

    public bool IsReadOnly { get; private init; }

    /// <summary>Absent from an external PostgreSQL server that was set up for an earlier release.</summary>
    public bool IsAddition { get; private init; }
}
