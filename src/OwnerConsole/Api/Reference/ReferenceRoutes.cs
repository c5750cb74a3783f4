using Microsoft.AspNetCore.Components;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Api.Reference;

/// <summary>Serves the API reference: an index with a search, a page for each resource, operation and webhook event.</summary>
internal static class ReferenceRoutes
{
    public const string Address = "/docs/api",
        WebhookAddress = $"{Address}/webhooks";

    private const string Title = "API reference",
        Why = "describes the public API";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/openapi", () => Results.Redirect(Address)).AllowAnyone("redirects to the API reference");
        routes
            .MapGet(
                Address,
                async (HttpContext context, ApiDescriptionFiles files) =>
                {
                    context.Request.RequireKnown("q");
                    var text = context.Request.Query["q"].ToString().Trim();
                    var reference = (await files.Read()).Reference;
                    return Page(
                        context,
                        Title,
                        PageResult.Of<ReferencePage>((nameof(ReferencePage.Reference), reference), (nameof(ReferencePage.SearchText), text))
                    );
                }
            )
            .AllowAnyone(Why);
        routes
            .MapGet(
                $"{Address}/{{resource}}",
                async (HttpContext context, string resource, ApiDescriptionFiles files) =>
                    (await files.Read()).Reference.FindResource(resource) is { } found
                        ? Page(context, $"{found.Name} · {Title}", PageResult.Of<ResourcePage>((nameof(ResourcePage.Resource), found)))
                        : throw Problem.NotFound("resource of the API")
            )
            .AllowAnyone(Why);
        routes
            .MapGet(
                $"{Address}/{{resource}}/{{operation}}",
                async (HttpContext context, string operation, ApiDescriptionFiles files) =>
                    Show(context, (await files.Read()).Reference.FindOperation(operation) ?? throw Problem.NotFound("operation of the API"))
            )
            .AllowAnyone(Why);
        routes
            .MapGet(
                $"{WebhookAddress}/{{name}}",
                async (HttpContext context, string name, ApiDescriptionFiles files) =>
                    Show(context, (await files.Read()).Reference.FindWebhook(name) ?? throw Problem.NotFound("webhook event"))
            )
            .AllowAnyone(Why);
    }

    private static IResult Show(HttpContext context, ApiOperation operation) =>
        Page(context, $"{operation.Title} · {Title}", PageResult.Of<OperationPage>((nameof(OperationPage.Operation), operation)));

    /// <summary>Team members read the reference inside the console; everyone else without its navigation.</summary>
    private static IResult Page(HttpContext context, string title, RenderFragment content) =>
        Caller.Of(context) is { Kind: CallerKind.Person }
            ? new PageResult(title, content)
            : new ComponentResult(typeof(ReferenceLayout), (nameof(ReferenceLayout.Title), title), (nameof(ReferenceLayout.Content), content));
}
