namespace OwnerConsole.Data.Lanes;

/// <summary>Reason why an attempt failed.</summary>
/// <param name="Why">A short sentence for the team, without secrets or personal data.</param>
public sealed record Failure(string Why)
{
    /// <summary>Time at which the remote side asked to be contacted again; null if it didn't specify one.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public TimeSpan MinDelay { get; init; }

    /// <summary>Time during which the whole lane waits, because the remote side accepts nothing from it; zero for the policy of its kind alone.</summary>
    public TimeSpan LanePause { get; init; }

    /// <summary>Retry policy of this item; null for the policy of its kind.</summary>
    public RetryPolicy? RetryPolicy { get; init; }

    /// <summary>Whether a retry would fail the same way, so that this was the last attempt.</summary>
    public bool IsFinal { get; init; }
}
