namespace OwnerConsole.Kernel.Outbound;

/// <summary>Addresses of vendors' APIs.</summary>
/// <param name="Stripe">Replaced by tests, and by a demo without a Stripe account.</param>
public sealed record VendorAddresses(Uri Stripe)
{
    public static readonly VendorAddresses Public = new(new Uri("https://api.stripe.com"));

    /// <summary>Replaced by tests.</summary>
    public Uri Twilio { get; init; } = new("https://api.twilio.com");

    /// <summary>Host of Slack's incoming webhooks. Replaced by tests.</summary>
    public Uri Slack { get; init; } = new("https://hooks.slack.com");

    /// <summary>Host of Discord's webhooks. Replaced by tests.</summary>
    public Uri Discord { get; init; } = new("https://discord.com");

    /// <summary>Replaces the addresses of PagerDuty, Datadog and New Relic in all regions in tests; null otherwise.</summary>
    public Uri? AlertServices { get; init; }

    /// <summary>Replaced by tests.</summary>
    public Uri Resend { get; init; } = new("https://api.resend.com");

    /// <summary>Replaced by tests.</summary>
    public Uri Sendgrid { get; init; } = new("https://api.sendgrid.com");

    /// <summary>Host of SendGrid accounts in the EU. Replaced by tests.</summary>
    public Uri SendgridEu { get; init; } = new("https://api.eu.sendgrid.com");
}
