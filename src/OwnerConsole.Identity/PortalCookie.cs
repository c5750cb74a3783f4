using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Identity;

/// <summary>
/// Cookie of the customer portal. It is <c>Partitioned</c>, so that browsers keep it separately for each embedding application. The console never reads
/// it.
/// </summary>
public static class PortalCookie
{
    private const string Name = "__Host-oc-portal";

    public static string? Read(HttpContext context) => context.Request.Cookies[Name];

    public static void Write(HttpContext context, string secret, DateTimeOffset until)
    {
        var options = HostCookie.Options(SameSiteMode.None); // requests in a frame are cross-site, so forms are protected by a token
        options.Expires = until;
        options.Extensions.Add("Partitioned");
        context.Response.Cookies.Append(Name, secret, options);
    }
}
