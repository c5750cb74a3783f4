using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Identity;

/// <summary>Cookie of a browser that has requested a passkey without being signed in. The challenge is valid only in the browser that requested it, so
/// another site can't sign a visitor in to a different account.</summary>
internal static class SignInCookie
{
    private const string Name = "__Host-oc-passkey";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5); // like the challenge

    /// <returns>Hash that the challenge is stored with.</returns>
    public static byte[] Create(HttpContext context)
    {
        var token = RandomToken.Create();
        context.Response.Cookies.Append(Name, token, HostCookie.Options(SameSiteMode.Strict, Lifetime));
        return RandomToken.Hash(token);
    }

    /// <returns>Hash of the browser's cookie; without a cookie one that no challenge has.</returns>
    public static byte[] Read(HttpContext context) => RandomToken.Hash(context.Request.Cookies[Name] ?? "");
}
