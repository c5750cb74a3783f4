using Microsoft.AspNetCore.Http;
using OwnerConsole.Ui.Dialogs;

namespace OwnerConsole.Shell;

/// <summary>What somebody chose for this browser: a cookie, so that the first byte of a page already has it.</summary>
public static class BrowserChoice
{
    /// <param name="value">null forgets it</param>
    /// <param name="isForScript">a script of ours reads and writes it too</param>
    /// <returns>leads back to the page that the choice was made on, as the form names it</returns>
    public static async Task<IResult> Keep(HttpContext context, string name, string? value, bool isForScript)
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
        return Results.Redirect(Local.Address(back) ?? "/");
    }
}
