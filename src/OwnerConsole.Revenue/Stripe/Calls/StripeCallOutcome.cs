using System.Net;

namespace OwnerConsole.Revenue.Stripe.Calls;

/// <summary>What became of a call of Stripe's API.</summary>
public enum StripeCallOutcome
{
    /// <summary>Stripe has answered, also if it has refused the request, such as a declined payment.</summary>
    Answered,

    /// <summary>Stripe did not answer, or answered with a server error (5xx).</summary>
    Failed,

    /// <summary>Stripe has answered with 429, because there were too many calls.</summary>
    RateLimited,
}

/// <summary>Finds outcomes of calls.</summary>
internal static class StripeCallOutcomes
{
    public static StripeCallOutcome Of(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.TooManyRequests => StripeCallOutcome.RateLimited,
            >= HttpStatusCode.InternalServerError => StripeCallOutcome.Failed,
            _ => StripeCallOutcome.Answered,
        };
}
