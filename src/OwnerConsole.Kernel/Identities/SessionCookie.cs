using System.Net;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Identities;

/// <summary>The one cookie: a random number and nothing else. <c>__Host-</c> makes browsers insist on Secure, on the whole site and on no domain.</summary>
public static class SessionCookie
{
    private const string Name = "__Host-oc";

    public static string? Read(HttpContext context) => context.Request.Cookies[Name];

    public static void Write(HttpContext context, string secret) => context.Response.Cookies.Append(Name, secret, Options());

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(Name, Options());

    /// <summary>Browsers keep a Secure cookie over https, and over plain http on the machine itself; anywhere else a password would travel in clear.</summary>
    public static bool CanBeKept(HttpContext context) =>
        context.Request.IsHttps
        || context.Request.Host.Host is "localhost"
        || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static CookieOptions Options() =>
        new()
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
        };
}
