using Microsoft.AspNetCore.Http;
using OwnerConsole.Ui.Dialogs;

namespace OwnerConsole.Ui.Theme;

/// <summary>Stores a per-browser preference in a cookie, so that the first response already honors it.</summary>
public static class BrowserPreference
{
    /// <returns>The values of a preference that is a list, in the order in which they were added.</returns>
    public static string[] ReadList(HttpRequest request, string name, char separator) =>
        request.Cookies[name]?.Split(separator, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <param name="max">Maximum number of values; adding one more removes the oldest, so adding never fails.</param>
    /// <returns>The list to store with the value added, or removed if it has it; null if nothing is left.</returns>
    public static string? Toggle(string[] values, string value, char separator, int max = int.MaxValue)
    {
        string[] kept = values.Contains(value, StringComparer.Ordinal) ? [.. values.Where(other => other != value)] : [.. values, value];
        return kept.Length == 0 ? null : string.Join(separator, kept.TakeLast(max));
    }

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
