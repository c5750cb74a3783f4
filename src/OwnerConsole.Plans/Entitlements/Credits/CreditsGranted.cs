namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Event about a credit grant.</summary>
/// <param name="Credit">Id of the credit grant.</param>
/// <param name="Feature">Key of the feature.</param>
/// <param name="ExpiresAt">End of the grant; null if it never expires.</param>
/// <param name="RolledFrom">Grant that it rolled over from; null if it was granted directly.</param>
internal sealed record CreditsGranted(string Credit, string Feature, string Amount, DateTimeOffset? ExpiresAt, string? RolledFrom)
{
    public const string Event = "credits.granted";
}
