using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell;

/// <summary>Stores which groups of the sidebar are closed and which pages are pinned in a browser.</summary>
public static class SidebarPreference
{
    public const string GroupAddress = "/sidebar/groups",
        PinAddress = "/sidebar/pins";

    /// <summary>Names of the form values: the group to open or close, and the address of the page to pin or unpin.</summary>
    public const string Group = "group",
        Page = "page";

    private const string ClosedCookie = "groups",
        PinCookie = "pins";

    private const char Separator = '.';

    private const int MaxPins = 8;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(GroupAddress, (Delegate)ToggleGroup).RequirePermission("tenant.read");
        routes.MapPost(PinAddress, (Delegate)TogglePin).RequirePermission("tenant.read");
    }

    public static bool IsClosed(HttpRequest request, Navigation.Entry group) => Read(request, ClosedCookie).Contains(group.Name, StringComparer.Ordinal);

    public static bool IsPinned(HttpRequest request, Navigation.Line page) => Read(request, PinCookie).Contains(page.Address, StringComparer.Ordinal);

    /// <summary>Pinned pages that the caller can read, oldest pin first.</summary>
    public static IReadOnlyList<Navigation.Line> Pins(HttpRequest request, IReadOnlyList<Navigation.Entry> entries)
    {
        var pages = entries.SelectMany(entry => entry.Pages).ToDictionary(page => page.Address, StringComparer.Ordinal);
        return [.. Read(request, PinCookie).Select(pages.GetValueOrDefault).OfType<Navigation.Line>()];
    }

    private static async Task<IResult> ToggleGroup(HttpContext context)
    {
        var group = await Submitted(context, Group);
        return Enum.GetValues<Section>().Any(section => section.ToText() == group)
            ? await BrowserPreference.Save(
                context,
                ClosedCookie,
                BrowserPreference.Toggle(Read(context.Request, ClosedCookie), group, Separator),
                isForScript: true
            )
            : throw Problem.NotFound("group of the sidebar");
    }

    private static async Task<IResult> TogglePin(HttpContext context, Navigation navigation)
    {
        var page = await Submitted(context, Page);
        return navigation.LinksFor(Caller.Of(context)!).Any(link => link.Address == page)
            ? await BrowserPreference.Save(
                context,
                PinCookie,
                BrowserPreference.Toggle(Read(context.Request, PinCookie), page, Separator, MaxPins),
                isForScript: false
            )
            : throw Problem.NotFound("page you can pin");
    }

    private static async Task<string> Submitted(HttpContext context, string name) =>
        (await context.Request.ReadFormAsync(context.RequestAborted))[name].ToString();

    private static string[] Read(HttpRequest request, string cookie) => BrowserPreference.ReadList(request, cookie, Separator);
}
