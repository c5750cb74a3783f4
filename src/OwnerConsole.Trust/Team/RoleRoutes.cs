using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>The team's roles, as pages and over the API.</summary>
public sealed class RoleRoutes(RoleList roles, PermissionWords words)
{
    public const string Address = TeamRoutes.Address + "/roles";

    public static string Of(string key) => $"{Address}/{Uri.EscapeDataString(key)}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/roles", (HttpContext context, RoleRoutes self) => self.List(context))
            .Says("List the roles of the team.")
            .PagesWhole()
            .Answers<Page<RoleView>>()
            .Needs(TeamRoutes.Read);
        routes.MapGet(Address, (HttpContext context, RoleRoutes self) => self.Show(context)).Needs(TeamRoutes.Read);
        routes.MapGet(Address + "/{key}", (HttpContext context, string key, RoleRoutes self) => self.Show(context, key)).Needs(TeamRoutes.Read);
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.Knows();
        var seen = await roles.Find(Caller.Of(context)!, context.RequestAborted); // the route needs a permission, so there is a caller
        return Results.Json(new Page<RoleView>([.. seen.Select(Shown)], null, seen.Count.ToString(CultureInfo.InvariantCulture)), Json.Answers);
    }

    private async Task<IResult> Show(HttpContext context) =>
        new Page(
            "Roles",
            Page.Of<RolesPage>(
                (nameof(RolesPage.Roles), await roles.Find(Caller.Of(context)!, context.RequestAborted)),
                (nameof(RolesPage.Caller), Caller.Of(context))
            )
        );

    private async Task<IResult> Show(HttpContext context, string key)
    {
        var caller = Caller.Of(context)!;
        var seen = await roles.Find(caller, key, context.RequestAborted);
        return new Page(seen.Role.Name, Page.Of<RolePage>((nameof(RolePage.Seen), seen), (nameof(RolePage.Words), words), (nameof(RolePage.Caller), caller)));
    }

    private static RoleView Shown(RoleSeen seen) =>
        new(
            seen.Role.Id,
            seen.Role.Key,
            seen.Role.Name,
            seen.Role.Grants,
            seen.Role.IsBuiltIn,
            seen.People.Count,
            [.. seen.Ceilings.Select(one => new CeilingView(one.Permission, (long)one.Per.TotalSeconds, one.Subjects, one.MinorUnits))],
            SetRoleSegment.Parts(seen.Segment),
            seen.Role.Hides
        );
}

/// <summary>A role as the API shows it.</summary>
/// <param name="Id">what operations name it by</param>
/// <param name="Key">what people are given it by</param>
/// <param name="People">how many have it</param>
/// <param name="Ceilings">above which each of them waits for a second person</param>
/// <param name="Segment">what the tenants that they see have in common, by the words of the directory: plan, status, tag; null for all tenants</param>
/// <param name="Hides">classes of fields that they are not shown: money, contact</param>
public sealed record RoleView(
    string Id,
    string Key,
    string Name,
    IReadOnlyList<string> Permissions,
    bool IsBuiltIn,
    int People,
    IReadOnlyList<CeilingView> Ceilings,
    IReadOnlyDictionary<string, string>? Segment,
    IReadOnlyList<string> Hides
);

/// <param name="Permission">what is counted together</param>
/// <param name="Per">seconds in which it counts</param>
/// <param name="Subjects">null: as many as they like</param>
/// <param name="MinorUnits">in the reporting currency; null: as much as they like</param>
public sealed record CeilingView(string Permission, long Per, long? Subjects, long? MinorUnits);
