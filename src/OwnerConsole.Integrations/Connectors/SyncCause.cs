namespace OwnerConsole.Integrations.Connectors;

/// <summary>Why a sync started from the first row.</summary>
public enum SyncCause
{
    /// <summary>A different database was connected.</summary>
    Connected,

    /// <summary>A resync was requested.</summary>
    Requested,
}
