namespace OwnerConsole.Tenants.Exports;

/// <summary>State of the application's part of an export of a member.</summary>
public enum ApplicationExport
{
    /// <summary>The application didn't declare member.export, so it wasn't asked for files.</summary>
    NotRequested,

    /// <summary>The application hasn't answered yet. The export can't be downloaded before.</summary>
    Pending,

    /// <summary>The export contains the application's files.</summary>
    Included,

    /// <summary>The application failed or didn't answer in time. The export contains only the console's data.</summary>
    Missing,
}
