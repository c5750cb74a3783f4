namespace OwnerConsole.Client;

/// <summary>What the owner should know of something inside of a tenant, of a type that is declared.</summary>
public sealed record SubjectReport
{
    /// <summary>As people call it.</summary>
    public Said<string?> Title { get; init; }

    /// <summary>Nothing is to be done to it any more; false when it goes on.</summary>
    public Said<bool> Ended { get; init; }
}
