namespace OwnerConsole.Reliability.Connectors;

/// <summary>Why the views are read from their first row.</summary>
public enum ReadingCause
{
    /// <summary>The database is another than before.</summary>
    Connected,

    /// <summary>Somebody wants all of it once more.</summary>
    Asked,
}
