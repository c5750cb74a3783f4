using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>What became of the request for a subscription. It reveals nothing about the address.</summary>
public enum SubscriptionOutcome
{
    /// <summary>An email is sent unless the subscription exists.</summary>
    Requested,

    /// <summary>The email address is not valid.</summary>
    BadAddress,

    /// <summary>The URL can't receive webhooks.</summary>
    BadUrl,

    /// <summary>Only some components are wanted, but none is named.</summary>
    NoComponent,

    /// <summary>A component is not on the page, or the visitor doesn't see it.</summary>
    UnknownComponent,

    /// <summary>The page has the maximum number of subscriptions.</summary>
    Full,
}

/// <summary>Responses to requests for a subscription.</summary>
internal static class SubscriptionOutcomes
{
    /// <returns>Sentences for the visitor. The public page names its feed as well when it is full.</returns>
    public static string Describe(this SubscriptionOutcome outcome) =>
        outcome switch
        {
            SubscriptionOutcome.BadAddress => "Enter an email address such as ada@example.com, and try again.",
            SubscriptionOutcome.BadUrl => "Enter a public https URL without user name and password, and try again.",
            SubscriptionOutcome.NoComponent => "Select at least one component, or all components, and try again.",
            SubscriptionOutcome.UnknownComponent => "One of the components is not on this page. Open the page again and select the components again.",
            SubscriptionOutcome.Full => "This page has the maximum number of subscribers. Try again later.",
            _ => "If the address is not subscribed yet, it receives an email with a link to confirm the subscription.",
        };

    /// <returns>HTTP status of the response.</returns>
    public static int ToHttpStatus(this SubscriptionOutcome outcome) =>
        outcome switch
        {
            SubscriptionOutcome.BadAddress or SubscriptionOutcome.BadUrl or SubscriptionOutcome.NoComponent or SubscriptionOutcome.UnknownComponent =>
                StatusCodes.Status400BadRequest,
            SubscriptionOutcome.Full => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status200OK,
        };
}
