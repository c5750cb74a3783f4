namespace OwnerConsole.Tenants.Imports;

/// <summary>Progress of an import.</summary>
public enum ImportState
{
    /// <summary>The rows of the file are being stored.</summary>
    Uploading,

    /// <summary>The fields of the columns must be chosen.</summary>
    Mapping,

    /// <summary>The rows are being checked. Nothing is imported yet.</summary>
    Checking,

    /// <summary>The result of the check can be read, and the import can be applied.</summary>
    Checked,
    Applying,
    Applied,

    /// <summary>The changes are being undone.</summary>
    Undoing,
    Undone,
}
