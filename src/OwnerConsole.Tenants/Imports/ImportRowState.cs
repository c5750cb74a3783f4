namespace OwnerConsole.Tenants.Imports;

/// <summary>Result of a row of an import.</summary>
public enum ImportRowState
{
    /// <summary>Not checked yet.</summary>
    New,

    /// <summary>Can be imported.</summary>
    Ready,

    /// <summary>Can't be imported.</summary>
    Error,
    Applied,

    /// <summary>Nothing was changed, because nothing differs or the current values are kept.</summary>
    Skipped,
    Failed,

    /// <summary>The change was undone.</summary>
    Reverted,

    /// <summary>The change was not undone, because something else changed since.</summary>
    Kept,
}
