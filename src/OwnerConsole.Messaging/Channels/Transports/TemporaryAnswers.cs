using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>Recognises answers that mean the same for every service.</summary>
internal static class TemporaryAnswers
{
    /// <returns>The result of no response, a full server, or too many requests; null for other answers.</returns>
    public static SendResult? FindTemporary(this ServiceAnswer answer, string service) =>
        answer.Status switch
        {
            null => new(SendOutcome.Unavailable, null, answer.Excerpt) { Reason = $"{service} could not be reached." },
            429 => new(SendOutcome.RateLimited, answer.Status, answer.Excerpt)
            {
                Reason = $"{service} received too many messages.",
                RetryAfter = answer.RetryAfter,
            },
            408 or >= 500 => new(SendOutcome.Unavailable, answer.Status, answer.Excerpt)
            {
                Reason = $"{service} responded with {answer.Status}.",
                RetryAfter = answer.RetryAfter,
            },
            _ => null,
        };
}
