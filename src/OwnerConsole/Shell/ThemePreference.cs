using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell;

/// <summary>Stores the theme of a browser.</summary>
public static class ThemePreference
{
    private const string Cookie = "theme";

    private static readonly string[] Themes = ["neon", "clear", "contrast"];

    public static string Of(HttpRequest request) => request.Cookies[Cookie] is { } chosen && Themes.Contains(chosen) ? chosen : Themes[0];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/theme", (Delegate)Next).AllowAnyone("changes only a cookie of the requesting browser");

    /// <summary>Works without script: switches to the next theme and returns to the page.</summary>
    private static Task<IResult> Next(HttpContext context) =>
        BrowserPreference.Save(context, Cookie, Themes[(Array.IndexOf(Themes, Of(context.Request)) + 1) % Themes.Length], isForScript: true);
}
