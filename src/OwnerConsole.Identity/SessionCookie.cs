using System.Net;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Identity;

/// <summary>The session cookie, which contains only a random number.</summary>
public static class SessionCookie
{
    private const string Name = "__Host-oc";

    public static string? Read(HttpContext context) => context.Request.Cookies[Name];

    public static void Write(HttpContext context, string secret) => context.Response.Cookies.Append(Name, secret, Options());

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(Name, Options());

    /// <summary>True when the browser keeps a Secure cookie: over https, or over http on localhost. Elsewhere a password would be sent unencrypted.</summary>
    public static bool CanBeKept(HttpContext context) =>
        context.Request.IsHttps
        || context.Request.Host.Host is "localhost"
        || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static CookieOptions Options() => HostCookie.Options(SameSiteMode.Lax);
}
