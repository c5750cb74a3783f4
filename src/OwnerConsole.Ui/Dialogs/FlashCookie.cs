using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OwnerConsole.Ui.Dialogs;

/// <summary>Carries a toast across a redirect in a cookie, for responses to forms without script.</summary>
public static class FlashCookie
{
    private const string Cookie = "flash";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    public static void Write(HttpContext context, Toast toast) =>
        context.Response.Cookies.Append(
            Cookie,
            Protector(context).Protect(JsonSerializer.Serialize(toast), Lifetime),
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                MaxAge = Lifetime,
                Path = "/",
            }
        );

    /// <returns>The stored toast, which is removed; null when there is none or its signature is invalid.</returns>
    public static Toast? Consume(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { } text)
            return null;
        context.Response.Cookies.Delete(Cookie);
        try
        {
            return JsonSerializer.Deserialize<Toast>(Protector(context).Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static ITimeLimitedDataProtector Protector(HttpContext context) =>
        context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("oc.flash").ToTimeLimitedDataProtector();
}
