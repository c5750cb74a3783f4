namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>What a service answered to a message.</summary>
/// <param name="Status">HTTP status; null if there was no response.</param>
/// <param name="Answer">Start of the response, or why there was none. Contains no secret.</param>
public sealed record SendResult(SendOutcome Outcome, int? Status, string Answer)
{
    /// <summary>Id of the message at the service; null if it has none.</summary>
    public string? VendorId { get; init; }

    /// <summary>Error code of the service; null if it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>Why it was not accepted, as a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>Delay that the service asked for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Subscriptions of web push that accepted the message in this attempt.</summary>
    public IReadOnlyList<string> Reached { get; init; } = [];

    /// <summary>Subscriptions of web push that no longer exist.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>Push services that received too many messages.</summary>
    public IReadOnlyList<string> Busy { get; init; } = [];

    /// <summary>Whether the service may have received the message although it didn't confirm it.</summary>
    public bool IsUncertain
    {
        get => field || (Outcome is SendOutcome.Unavailable && Status is null or >= 500);
        init;
    }
}

/// <summary>Meaning of an answer for the message and the channel.</summary>
public enum SendOutcome
{
    Accepted,

    /// <summary>Another attempt would be refused too.</summary>
    Rejected,

    /// <summary>Too many messages: the whole channel waits.</summary>
    RateLimited,

    /// <summary>No usable response, or credentials that can be corrected. The message is retried.</summary>
    Unavailable,
}
