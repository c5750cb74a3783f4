using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Help;

/// <summary>Serves the documentation inside the console: an index, and each document as a page.</summary>
public sealed class HelpRoutes(DocList docs, DocHtml html, Navigation navigation)
{
    public const string Address = "/help";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, HelpRoutes self) => self.Index(context)).RequirePermission("tenant.read");
        routes.MapGet(Address + "/{**name}", (string name, HelpRoutes self) => self.Show(name)).RequirePermission("tenant.read");
    }

    private PageResult Index(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so there is a caller
        return new("Help", PageResult.Of<HelpPage>((nameof(HelpPage.Sections), navigation.For(caller, Address))));
    }

    private PageResult Show(string name)
    {
        var doc = docs.Find(name) ?? throw Problem.NotFound("help page");
        return new(doc.Title, PageResult.Of<DocPage>((nameof(DocPage.Doc), doc), (nameof(DocPage.Html), html.Of(doc))));
    }
}
