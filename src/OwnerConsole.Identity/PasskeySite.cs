using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Identity;

/// <summary>Address where passkeys work: the configured console URL, or localhost.</summary>
/// <remarks>The Host header alone is never trusted, because a proxying page could set it to anything.</remarks>
/// <param name="Domain">Domain that passkeys are bound to.</param>
/// <param name="Origin">The only origin whose pages can request passkeys.</param>
public sealed record PasskeySite(string Domain, string Origin)
{
    /// <returns>Null where passkeys don't work: at an address other than the configured one, or at an IP address.</returns>
    public static async Task<PasskeySite?> Of(HttpContext context, UnitOfWork work)
    {
        var asked = $"{context.Request.Scheme}://{context.Request.Host}";
        if (await PlatformAddress.Of(work) is { } said && FromConfigured(new(said), asked) is { } site)
            return site;
        return asked == OriginOf(context) ? new("localhost", asked) : null;
    }

    private static PasskeySite? FromConfigured(Uri said, string asked) =>
        said.HostNameType is UriHostNameType.Dns
        && (said.Scheme == Uri.UriSchemeHttps || said.IsLoopback)
        && Uri.TryCreate(asked, UriKind.Absolute, out var here)
        && Plain(said) == Plain(here)
            ? new(said.IdnHost, Plain(said))
            : null;

    private static string Plain(Uri uri) => uri.IsDefaultPort ? $"{uri.Scheme}://{uri.IdnHost}" : $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}";

    // Uses the port that the server listens on.
    private static string OriginOf(HttpContext context) =>
        new UriBuilder(context.Request.Scheme, "localhost", context.Connection.LocalPort).Uri.GetLeftPart(UriPartial.Authority);
}
