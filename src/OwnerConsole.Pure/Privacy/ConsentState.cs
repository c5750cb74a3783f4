namespace OwnerConsole.Pure.Privacy;

/// <summary>Whether data of a person may be used for a purpose.</summary>
public enum ConsentState
{
    /// <summary>It may be used.</summary>
    Granted,

    /// <summary>The person withdrew their consent, or objected.</summary>
    Withdrawn,
}
