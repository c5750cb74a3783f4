namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>What the application hears of a grant that was taken back.</summary>
/// <param name="Credit">the grant's id</param>
/// <param name="Feature">its key</param>
/// <param name="Amount">what was left of it</param>
internal sealed record CreditsVoided(string Credit, string Feature, string Amount)
{
    public const string Event = "credits.voided";
}
