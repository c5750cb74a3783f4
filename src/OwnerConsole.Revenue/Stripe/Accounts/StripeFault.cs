using System.Net;
using OwnerConsole.Data.Lanes;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>Explains why a request to Stripe failed, and when it is repeated.</summary>
public static class StripeFault
{
    /// <summary>Delays before a failed request is repeated, about nine hours in total.</summary>
    public static RetryPolicy RetryPolicy { get; } =
        new(
            TimeSpan.FromSeconds(2),
            TimeSpan.FromSeconds(10),
            TimeSpan.FromMinutes(1),
            TimeSpan.FromMinutes(5),
            TimeSpan.FromMinutes(30),
            TimeSpan.FromHours(2),
            TimeSpan.FromHours(6)
        );

    /// <returns>One or two sentences; null if the exception isn't about a request to Stripe.</returns>
    public static string? Explain(Exception error) =>
        error switch
        {
            StripeException { HttpStatusCode: HttpStatusCode.Unauthorized } => "Stripe doesn't accept the API key. It may have been deleted or have expired.",
            StripeException { HttpStatusCode: HttpStatusCode.Forbidden } => "The API key doesn't have the permission for this request.",
            StripeException { HttpStatusCode: HttpStatusCode.TooManyRequests } => "Stripe received too many requests. The console continues in a moment.",
            StripeException { HttpStatusCode: >= HttpStatusCode.InternalServerError } => "Stripe has a temporary problem.",
            StripeException { StripeError.Message: { Length: > 0 } message } => message,
            StripeException or HttpRequestException or TaskCanceledException => "Stripe can't be reached.",
            _ => null,
        };

    /// <summary>Whether the object doesn't exist, because it was deleted.</summary>
    public static bool IsMissing(StripeException error) => error.HttpStatusCode is HttpStatusCode.NotFound;
}
