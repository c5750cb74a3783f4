using System.Net;
using System.Net.Http.Headers;
using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>What came of one attempt.</summary>
/// <param name="Status">null when no answer came</param>
/// <param name="Fault">in words, when none came</param>
internal sealed record Answer(int? Status, string? Fault, RetryConditionHeaderValue? RetryAfter = null)
{
    public const string TooLate = "No answer within 15 seconds.";

    /// <summary>For 429 and for no answer in time: who has too much to do gets no second request after five seconds.</summary>
    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(60);

    public bool IsTold => Status is >= 200 and < 300;

    public bool IsGone => Status is (int)HttpStatusCode.Gone;

    public Failure Failure(DateTimeOffset at) =>
        new(Fault ?? $"Answered {Status}.")
        {
            Wished = RetryAfter?.Delta ?? (RetryAfter?.Date is { } date ? date - at : null),
            AtLeast = Status is (int)HttpStatusCode.TooManyRequests || Fault == TooLate ? WhenBusy : default,
        };
}
