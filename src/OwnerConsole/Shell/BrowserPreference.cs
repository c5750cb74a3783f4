using Microsoft.AspNetCore.Http;
using OwnerConsole.Ui.Dialogs;

namespace OwnerConsole.Shell;

/// <summary>Stores a per-browser preference in a cookie, so that the first response already honors it.</summary>
public static class BrowserPreference
{
    /// <param name="value">The value to store; null removes the preference.</param>
    /// <param name="isForScript">True if the console's script also reads and writes the cookie.</param>
    /// <returns>A redirect to the page on which the preference was set, as the form names it.</returns>
    public static async Task<IResult> Save(HttpContext context, string name, string? value, bool isForScript)
    {
        var back = (await context.Request.ReadFormAsync(context.RequestAborted))["back"].ToString();
        if (value is null)
            context.Response.Cookies.Delete(name);
        else
            context.Response.Cookies.Append(
                name,
                value,
                new()
                {
                    MaxAge = TimeSpan.FromDays(365),
                    SameSite = SameSiteMode.Lax,
                    Secure = context.Request.IsHttps,
                    HttpOnly = !isForScript,
                    Path = "/",
                }
            );
        return Results.Redirect(LocalAddress.OrNull(back) ?? "/");
    }
}
