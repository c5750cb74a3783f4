using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Help;

/// <summary>Stores whether the guide panel is open in this browser.</summary>
public static class GuidePreference
{
    public const string Address = "/guide";

    private const string Cookie = "guide",
        Open = "open";

    public static bool IsOpen(HttpRequest request) => request.Cookies[Cookie] == Open;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(Address, (Delegate)Toggle).RequirePermission("tenant.read");

    private static Task<IResult> Toggle(HttpContext context) =>
        BrowserPreference.Save(context, Cookie, IsOpen(context.Request) ? null : Open, isForScript: false);
}
