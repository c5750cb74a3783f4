using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Identity;

/// <summary>Cookies with the prefix <c>__Host-</c>: browsers require Secure, the path / and no domain. Scripts can't read them.</summary>
internal static class HostCookie
{
    /// <param name="maxAge">How long the browser keeps it; null until the browser is closed.</param>
    public static CookieOptions Options(SameSiteMode sameSite, TimeSpan? maxAge = null) =>
        new()
        {
            HttpOnly = true,
            Secure = true,
            SameSite = sameSite,
            Path = "/",
            IsEssential = true,
            MaxAge = maxAge,
        };
}
