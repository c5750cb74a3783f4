using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Trust.Team;

/// <summary>Page and API of the API keys.</summary>
public sealed class KeyRoutes(KeyList keys, PlatformForms forms, ScopeCatalogue scopes)
{
    public const string Address = ActorAddress.Keys,
        Read = ActorAddress.KeysPermission;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/api-keys", (HttpContext context, KeyRoutes self) => self.List(context))
            .WithSummary("List API keys. Secrets are not included.")
            .WithListPaging()
            .Produces<Page<KeyView>>()
            .RequirePermission(Read);
        routes.MapGet(Address, (HttpContext context, KeyRoutes self) => self.Show(context, KeyDraft.Empty, trouble: null)).RequirePermission(Read);
        routes.MapGet(KeyExport.Address, (HttpContext context, KeyExport self) => self.Send(context)).RequirePermission(Read);
        routes.MapPost(Address, (HttpContext context, KeyRoutes self) => self.Create(context)).RequirePermission("api_key.create");
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown();
        var seen = await keys.Find(Caller.Of(context)!, new(), context.RequestAborted); // the route requires a permission
        return Results.Json(
            new Page<KeyView>([.. seen.Select(ToView)], null, seen.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Json.ResponseOptions
        );
    }

    private async Task<IResult> Show(HttpContext context, KeyDraft draft, string? trouble)
    {
        var address = KeyFilter.Address(context.Request);
        address.Canonicalize(context);
        return new PageResult(
            "API keys",
            PageResult.Of<KeysPage>(
                (nameof(KeysPage.Address), address),
                (nameof(KeysPage.Keys), await keys.Find(Caller.Of(context)!, KeyFilter.Read(context.Request.Query), context.RequestAborted)),
                (nameof(KeysPage.MayCreate), Caller.Of(context)!.Can("api_key.create")),
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
            var run = await forms.Start(context, form, "api_key.create", draft.Input(scopes.All));
            return new PageResult(
                "Your new API key",
                PageResult.Of<NewKeyPage>(
                    (nameof(NewKeyPage.Name), draft.Name),
                    (nameof(NewKeyPage.Text), run.ShownOnce),
                    (nameof(NewKeyPage.CanReport), draft.CanReport(scopes.All))
                )
            );
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            return await Show(context, draft, problem.Message);
        }
    }

    private static KeyView ToView(ApiKey key) =>
        new(
            key.Id,
            KeyFilter.Prefix(key),
            key.Name,
            key.Mode,
            key.Scopes,
            key.Origins,
            key.OnlyTenant,
            key.CreatedBy,
            key.CreatedAt,
            key.ExpiresAt,
            key.LastUsedAt,
            key.RevokedAt,
            key.PreviousSecretEndsAt,
            key.PreviousSecretUsedAt
        );
}

/// <summary>An API key in the API.</summary>
/// <param name="Prefix">First part of the key, which identifies it.</param>
/// <param name="Name">Name given by your team.</param>
/// <param name="Scopes">Permissions of the key.</param>
/// <param name="Origins">Allowed origins of web pages that use the key.</param>
/// <param name="OnlyTenant">ID of the only tenant that the key can access; null for all tenants of its mode.</param>
/// <param name="CreatedBy">Team member who created it.</param>
/// <param name="ExpiresAt">When it expires; null if it doesn't.</param>
/// <param name="LastUsedAt">When it was last used; null if it never was.</param>
/// <param name="RevokedAt">When it was revoked; null while it is valid.</param>
/// <param name="PreviousSecretEndsAt">Time until which the secret from before a rotation also works; null if there is none.</param>
/// <param name="PreviousSecretUsedAt">Last use of that previous secret since the rotation.</param>
public sealed record KeyView(
    string Id,
    string Prefix,
    string Name,
    Mode Mode,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Origins,
    string? OnlyTenant,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? PreviousSecretEndsAt,
    DateTimeOffset? PreviousSecretUsedAt
);
