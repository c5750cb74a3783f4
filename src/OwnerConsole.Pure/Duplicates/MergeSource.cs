using System.ComponentModel;

namespace OwnerConsole.Pure.Duplicates;

/// <summary>Record that a value comes from after a merge.</summary>
public enum MergeSource
{
    /// <summary>The record that remains.</summary>
    [Description("Record to keep")]
    Kept,

    /// <summary>The record that is merged into the other.</summary>
    [Description("Merged record")]
    Merged,
}
