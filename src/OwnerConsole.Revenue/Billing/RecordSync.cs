namespace OwnerConsole.Revenue.Billing;

/// <summary>Whether the copy of a record is up to date.</summary>
public enum RecordSync
{
    /// <summary>All events about it were processed, and all requested reads are done.</summary>
    Synced,

    /// <summary>An event about it is about to be processed, or a requested read about to be done.</summary>
    Pending,

    /// <summary>An event about it or a requested read failed, and was not repeated.</summary>
    Error,
}
