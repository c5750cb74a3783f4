namespace OwnerConsole.Client;

/// <summary>A link to a tenant's own pages, good once and for minutes: for the browser of whoever asked, now.</summary>
/// <param name="Id"><c>pss_…</c></param>
/// <param name="Url">to be opened, or shown in a frame</param>
/// <param name="ExpiresAt">when it is good for nobody any more; who came in by then stays for an hour</param>
public sealed record PortalLink(string Id, Uri Url, DateTimeOffset ExpiresAt);
