namespace FakeStripe.Http;

/// <summary>One way in which a request fails. Unless it says otherwise, nothing was changed.</summary>
public sealed record Fault
{
    internal StripeError? Error { get; init; }

    internal int? RetryAfter { get; init; }

    internal TimeSpan Delay { get; init; }

    internal Task Released { get; init; } = Task.CompletedTask;

    internal bool IsAfterCommit { get; init; }

    internal bool IsKept { get; init; }

    public static Fault CardDeclined(string declineCode = "generic_decline") => new() { Error = StripeError.Card("card_declined", declineCode), IsKept = true };

    /// <summary>Another request with the same Idempotency-Key is running.</summary>
    public static Fault Conflict() =>
        new()
        {
            Error = new(409, "idempotency_error", "There is currently another in-progress request using this Idempotent Key.")
            {
                Code = "idempotency_key_in_use",
            },
        };

    /// <summary>The key has no permission for the request.</summary>
    public static Fault Forbidden() => new() { Error = new(403, "invalid_request_error", "The provided key does not have the required permissions.") };

    public static Fault LockTimeout() =>
        new() { Error = new(429, "invalid_request_error", "This object cannot be accessed right now.") { Code = "lock_timeout" } };

    public static Fault RateLimited(int retryAfter = 1) =>
        new()
        {
            Error = new(429, "invalid_request_error", "Too many requests.") { Code = "rate_limit" },
            RetryAfter = retryAfter,
        };

    /// <param name="isKept">True if a repetition with the same Idempotency-Key gets the same answer, as after an error inside Stripe's endpoint.</param>
    public static Fault ServerError(bool isKept = false) => new() { Error = new(500, "api_error", "An unknown error occurred."), IsKept = isKept };

    /// <summary>The change is made and its events are sent, but the connection is cut without an answer.</summary>
    /// <param name="delay">Time until the cut; the caller's own timeout can be shorter.</param>
    public static Fault TimeoutAfterCommit(TimeSpan delay = default) => new() { IsAfterCommit = true, Delay = delay };

    /// <summary>The answer is correct but slow.</summary>
    public static Fault Slow(TimeSpan delay) => new() { Delay = delay };

    /// <summary>The answer is correct and sent once the task has completed.</summary>
    public static Fault HeldUntil(Task released) => new() { Released = released };
}
