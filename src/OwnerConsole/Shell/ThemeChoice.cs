using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Dialogs;

namespace OwnerConsole.Shell;

/// <summary>The look that a browser asked for: a cookie, so that the first byte of a page already has it.</summary>
public static class ThemeChoice
{
    private const string Cookie = "theme";

    private static readonly string[] Themes = ["neon", "clear", "contrast"];

    public static string Of(HttpRequest request) => request.Cookies[Cookie] is { } chosen && Themes.Contains(chosen) ? chosen : Themes[0];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/theme", Next).ForAnyone("changes nothing but a cookie of the browser that asks");

    /// <summary>The button's way where no script runs: on to the next theme and back to the page.</summary>
    private static IResult Next(HttpContext context, [Microsoft.AspNetCore.Mvc.FromForm] string? back)
    {
        var next = Themes[(Array.IndexOf(Themes, Of(context.Request)) + 1) % Themes.Length];
        context.Response.Cookies.Append(
            Cookie,
            next,
            new()
            {
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                Path = "/",
            }
        );
        return Results.Redirect(Local.Address(back) ?? "/");
    }
}
