namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>What the application hears of a grant.</summary>
/// <param name="Credit">the grant's id</param>
/// <param name="Feature">its key</param>
/// <param name="ExpiresAt">null for no end</param>
/// <param name="RolledFrom">the grant that it was left of; null for what was granted anew</param>
internal sealed record CreditsGranted(string Credit, string Feature, string Amount, DateTimeOffset? ExpiresAt, string? RolledFrom)
{
    public const string Event = "credits.granted";
}
