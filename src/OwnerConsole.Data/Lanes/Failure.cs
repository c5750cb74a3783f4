namespace OwnerConsole.Data.Lanes;

/// <summary>Reason why an attempt failed.</summary>
/// <param name="Why">A short sentence for the team, without secrets or personal data.</param>
public sealed record Failure(string Why)
{
    /// <summary>Time at which the remote side asked to be contacted again; null if it didn't specify one.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public TimeSpan MinDelay { get; init; }

    /// <summary>Whether a retry would fail the same way, so that this was the last attempt.</summary>
    public bool IsFinal { get; init; }
}
