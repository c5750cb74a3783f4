namespace OwnerConsole.Tenants.Imports;

/// <summary>What an import does with tenants and members that exist and differ from the file.</summary>
public enum ConflictPolicy
{
    /// <summary>Changes nothing about them.</summary>
    KeepOurs,

    /// <summary>Replaces their values with those of the file.</summary>
    TakeTheirs,

    /// <summary>Fills only empty fields.</summary>
    Merge,
}
