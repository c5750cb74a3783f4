using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Help;

/// <summary>Serves the documentation inside the console: contents with a search, and each document as a page.</summary>
public sealed class HelpRoutes(DocList docs, DocContents contents, DocHtml html, HelpSearch search, Navigation navigation)
{
    public const string Address = "/help";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, string? q, HelpRoutes self) => self.Index(context, q)).RequirePermission("tenant.read");
        routes.MapGet(Address + "/{**name}", (string name, HelpRoutes self) => self.Show(name)).RequirePermission("tenant.read");
    }

    private PageResult Index(HttpContext context, string? q)
    {
        if (!string.IsNullOrWhiteSpace(q))
            return new("Help", PageResult.Of<HelpSearchPage>((nameof(HelpSearchPage.Query), q), (nameof(HelpSearchPage.Hits), search.Find(q))));
        var caller = Caller.Of(context)!; // the route requires a permission, so there is a caller
        return new("Help", PageResult.Of<HelpPage>((nameof(HelpPage.Sections), navigation.For(caller, Address))));
    }

    private IResult Show(string name)
    {
        if (DocPictures.Find(name) is { } picture)
            return Results.Stream(picture, "image/png");
        if (docs.Find(name) is not { } doc)
            return MovedDocs.Find(name, docs) is { } moved ? Results.Redirect(moved.Address, permanent: true) : throw Problem.NotFound("help page");
        var (previous, next) = contents.Around(doc);
        return new PageResult(
            doc.Title,
            PageResult.Of<DocPage>(
                (nameof(DocPage.Doc), doc),
                (nameof(DocPage.Html), html.Of(doc)),
                (nameof(DocPage.Previous), previous),
                (nameof(DocPage.Next), next)
            )
        );
    }
}
