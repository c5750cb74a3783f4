using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Identities;

/// <summary>The cookie of a tenant's own pages, which stand in a frame of the application too: a browser keeps it for that application apart from every other (<c>Partitioned</c>). The console never looks at it.</summary>
public static class PortalCookie
{
    private const string Name = "__Host-oc-portal";

    public static string? Read(HttpContext context) => context.Request.Cookies[Name];

    public static void Write(HttpContext context, string secret, DateTimeOffset until)
    {
        var options = new CookieOptions
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.None, // in a frame every request is another site's; what a form changes carries a token
            Path = "/",
            IsEssential = true,
            Expires = until,
        };
        options.Extensions.Add("Partitioned");
        context.Response.Cookies.Append(Name, secret, options);
    }
}
