namespace OwnerConsole.Client;

/// <summary>A link to the tenant portal, valid once and for a few minutes. Open it immediately in the user's browser.</summary>
/// <param name="Id"><c>pss_…</c></param>
/// <param name="Url">URL to open in a browser or a frame.</param>
/// <param name="ExpiresAt">Time at which the link expires; a session that was opened before lasts an hour.</param>
public sealed record PortalLink(string Id, Uri Url, DateTimeOffset ExpiresAt);
