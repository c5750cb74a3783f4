namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Event about a voided credit grant.</summary>
/// <param name="Credit">Id of the credit grant.</param>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Amount">Credits that were left.</param>
internal sealed record CreditsVoided(string Credit, string Feature, string Amount)
{
    public const string Event = "credits.voided";
}
