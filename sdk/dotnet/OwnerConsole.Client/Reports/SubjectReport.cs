namespace OwnerConsole.Client;

/// <summary>Data of a record inside a tenant, of a declared type.</summary>
public sealed record SubjectReport
{
    /// <summary>Display name.</summary>
    public Optional<string?> Title { get; init; }

    /// <summary>True if the record has ended and operations no longer apply to it; false to reactivate it.</summary>
    public Optional<bool> Ended { get; init; }
}
