namespace OwnerConsole.Kernel.Lanes;

/// <summary>Why an attempt failed.</summary>
/// <param name="Why">a short sentence for the team; no secrets and no personal values</param>
public sealed record Failure(string Why)
{
    /// <summary>When the other side would like to be asked again; null when it didn't say.</summary>
    public TimeSpan? Wished { get; init; }

    public TimeSpan AtLeast { get; init; }

    /// <summary>Trying again would end the same way: this was the last attempt.</summary>
    public bool IsFinal { get; init; }
}
