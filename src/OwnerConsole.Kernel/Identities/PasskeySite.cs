using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Where passkeys are made and asked for: the console's own address as the owner said it, and the machine itself.</summary>
/// <remarks>Never what the Host header says alone: a page that passes requests on could say anything in it.</remarks>
/// <param name="Domain">what a passkey is bound to</param>
/// <param name="Origin">the only one whose pages may ask for it</param>
public sealed record PasskeySite(string Domain, string Origin)
{
    /// <returns>null where no passkey works: under another address than the one that was said, or under a number</returns>
    public static async Task<PasskeySite?> Of(HttpContext context, Work work)
    {
        var asked = $"{context.Request.Scheme}://{context.Request.Host}";
        if (await PlatformAddress.Of(work) is { } said && Said(new(said), asked) is { } site)
            return site;
        return asked == Here(context) ? new("localhost", asked) : null;
    }

    private static PasskeySite? Said(Uri said, string asked) =>
        said.HostNameType is UriHostNameType.Dns
        && (said.Scheme == Uri.UriSchemeHttps || said.IsLoopback)
        && Uri.TryCreate(asked, UriKind.Absolute, out var here)
        && Plain(said) == Plain(here)
            ? new(said.IdnHost, Plain(said))
            : null;

    private static string Plain(Uri uri) => uri.IsDefaultPort ? $"{uri.Scheme}://{uri.IdnHost}" : $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}";

    // The port is the one that is listened on.
    private static string Here(HttpContext context) =>
        new UriBuilder(context.Request.Scheme, "localhost", context.Connection.LocalPort).Uri.GetLeftPart(UriPartial.Authority);
}
