using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Lookups;

/// <summary>Finds anything by what is typed: for the palette as it is typed, and as a page of links where no script runs.</summary>
public sealed class FindRoutes(Offers offers)
{
    public const string Address = "/find";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, FindRoutes self) => self.Show(context)).Needs("tenant.read");
        routes.MapGet(Address + "/known", (HttpContext context, FindRoutes self) => self.Known(context)).Needs("tenant.read");
        routes.MapGet(Address + "/found", (HttpContext context, FindRoutes self) => self.Found(context)).Needs("tenant.read");
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        var text = context.Request.Text("q") ?? "";
        var typed = Typed.Of(text);
        var found = await offers.Found(caller, typed, Address, context.RequestAborted);
        return new Page(
            "Find",
            Page.Of<FindPage>(
                (nameof(FindPage.Text), text),
                (nameof(FindPage.Offers), (IReadOnlyList<Offer>)[.. typed.Text.Length == 0 ? [] : offers.Known(caller, typed, Address), .. found])
            )
        );
    }

    private IResult Known(HttpContext context) => Results.Json(offers.Known(Caller.Of(context)!, Back(context)), Json.Options);

    private async Task<IResult> Found(HttpContext context) =>
        Results.Json(await offers.Found(Caller.Of(context)!, Typed.Of(context.Request.Text("q")), Back(context), context.RequestAborted), Json.Options);

    private static string Back(HttpContext context) => Local.Address(context.Request.Text("back")) ?? "/";
}
