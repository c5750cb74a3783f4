using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Overview;

/// <summary>Stores whether a person has hidden the setup checklist, in a cookie of each browser.</summary>
public static class ChecklistPreference
{
    public const string Address = OverviewRoutes.Address + "/checklist";

    /// <summary>The overview with the checklist, even if it is hidden or complete.</summary>
    public const string OpenedAddress = OverviewRoutes.Address + "?checklist=open";

    private const string Hidden = "hidden";

    public static bool IsHidden(HttpContext context) => context.Request.Cookies[Cookie(context)] == Hidden;

    public static bool IsOpened(HttpContext context) => context.Request.Text("checklist") == "open";

    public static Task<IResult> Toggle(HttpContext context) =>
        BrowserPreference.Save(context, Cookie(context), IsHidden(context) ? null : Hidden, isForScript: false);

    /// <summary>People who share a browser have their own.</summary>
    private static string Cookie(HttpContext context) => $"setup-{Caller.Of(context)!.Id}"; // the routes need a permission, so there is a caller
}
