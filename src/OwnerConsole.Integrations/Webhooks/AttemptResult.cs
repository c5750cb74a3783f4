using System.Net;
using System.Net.Http.Headers;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>The result of one delivery attempt.</summary>
/// <param name="Status">HTTP status of the response; null if there was none.</param>
/// <param name="Fault">Why there was no response.</param>
internal sealed record AttemptResult(int? Status, string? Fault, RetryConditionHeaderValue? RetryAfter = null)
{
    public const string TimeoutFault = "No response within 15 seconds.";

    /// <summary>Minimum delay after a 429 or a timeout, so that an overloaded receiver is not called again after five seconds.</summary>
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(60);

    public bool IsSuccess => Status is >= 200 and < 300;

    public bool IsGone => Status is (int)HttpStatusCode.Gone;

    public Failure Failure(DateTimeOffset at) =>
        new(Fault ?? $"Responded with {Status}.")
        {
            RetryAfter = RetryAfter?.Delta ?? (RetryAfter?.Date is { } date ? date - at : null),
            MinDelay = Status is (int)HttpStatusCode.TooManyRequests || Fault == TimeoutFault ? DefaultRetryAfter : default,
        };
}
