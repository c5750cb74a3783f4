using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Trust.Team;

/// <summary>Page and API of the API keys.</summary>
public sealed class KeyRoutes(KeyList keys, PlatformForms forms, Scopes scopes)
{
    public const string Address = ActorAddress.Keys,
        Read = ActorAddress.KeysPermission;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/api-keys", (HttpContext context, KeyRoutes self) => self.List(context))
            .Says("List API keys. Secrets are not included.")
            .PagesWhole()
            .Answers<Page<KeyView>>()
            .Needs(Read);
        routes.MapGet(Address, (HttpContext context, KeyRoutes self) => self.Show(context, KeyDraft.Empty, trouble: null)).Needs(Read);
        routes.MapGet(KeyExport.Address, (HttpContext context, KeyExport self) => self.Send(context)).Needs(Read);
        routes.MapPost(Address, (HttpContext context, KeyRoutes self) => self.Create(context)).Needs("api_key.create");
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.Knows();
        var seen = await keys.Find(Caller.Of(context)!, new(), context.RequestAborted); // the route requires a permission
        return Results.Json(
            new Page<KeyView>([.. seen.Select(Shown)], null, seen.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Json.Answers
        );
    }

    private async Task<IResult> Show(HttpContext context, KeyDraft draft, string? trouble)
    {
        var address = KeyFilter.Address(context.Request);
        address.Tidy(context);
        return new Page(
            "API keys",
            Page.Of<KeysPage>(
                (nameof(KeysPage.Address), address),
                (nameof(KeysPage.Keys), await keys.Find(Caller.Of(context)!, KeyFilter.Read(context.Request.Query), context.RequestAborted)),
                (nameof(KeysPage.MayCreate), Caller.Of(context)!.May("api_key.create")),
                (nameof(KeysPage.Scopes), scopes.All),
                (nameof(KeysPage.Draft), draft),
                (nameof(KeysPage.StepUp), await forms.Prompt(context, "api_key.create")),
                (nameof(KeysPage.Trouble), trouble)
            )
        )
        {
            Status = trouble is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    private async Task<IResult> Create(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var draft = KeyDraft.Of(form);
        try
        {
            var run = await forms.Start(context, form, "api_key.create", draft.Input());
            return new Page("Your new API key", Page.Of<NewKeyPage>(("Name", draft.Name), ("Text", run.ShownOnce)));
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            return await Show(context, draft, problem.Message);
        }
    }

    private static KeyView Shown(ApiKey key) =>
        new(
            key.Id,
            KeyFilter.Prefix(key),
            key.Name,
            key.Population,
            key.Scopes,
            key.Origins,
            key.OnlyTenant,
            key.CreatedBy,
            key.CreatedAt,
            key.ExpiresAt,
            key.LastUsedAt,
            key.RevokedAt,
            key.FormerEndsAt,
            key.FormerUsedAt
        );
}

/// <summary>An API key in the API.</summary>
/// <param name="Prefix">First part of the key, which identifies it.</param>
/// <param name="Origins">Allowed origins of web pages that use the key.</param>
/// <param name="OnlyTenant">ID of the only tenant that the key can access; null for all tenants of its mode.</param>
/// <param name="FormerEndsAt">Time until which the secret from before a rotation also works; null if there is none.</param>
/// <param name="FormerUsedAt">Last use of that previous secret since the rotation.</param>
public sealed record KeyView(
    string Id,
    string Prefix,
    string Name,
    Population Population,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Origins,
    string? OnlyTenant,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? FormerEndsAt,
    DateTimeOffset? FormerUsedAt
);
