using System.Text.Json.Nodes;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>Removes secrets from events, which everyone who can read events would see.</summary>
internal static class EventSecrets
{
    /// <summary>A session of the customer portal: anyone with its link can change the customer's subscriptions.</summary>
    private const string PortalSession = "billing_portal.session";

    /// <returns>The body as received, without the link of a portal session.</returns>
    public static string Remove(ReceivedEvent received, string body)
    {
        if (received.ObjectType != PortalSession)
            return body;
        var stored = JsonNode.Parse(body)!; // it was parsed before
        stored["data"]!["object"]!["url"] = null; // ObjectType is that of this object
        return stored.ToJsonString();
    }
}
