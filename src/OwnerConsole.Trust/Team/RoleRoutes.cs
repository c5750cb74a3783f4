using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>Pages and API of the roles.</summary>
public sealed class RoleRoutes(RoleList roles, PermissionDescriber words)
{
    public const string Address = TeamRoutes.Address + "/roles";

    public static string Of(string key) => $"{Address}/{Uri.EscapeDataString(key)}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/roles", (HttpContext context, RoleRoutes self) => self.List(context))
            .WithSummary("List the roles of the team.")
            .WithListPaging()
            .Produces<Page<RoleView>>()
            .RequirePermission(TeamRoutes.Read);
        routes.MapGet(Address, (HttpContext context, RoleRoutes self) => self.Show(context)).RequirePermission(TeamRoutes.Read);
        routes.MapGet(Address + "/{key}", (HttpContext context, string key, RoleRoutes self) => self.Show(context, key)).RequirePermission(TeamRoutes.Read);
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown();
        var seen = await roles.Find(Caller.Of(context)!, context.RequestAborted); // the route requires a permission
        return Results.Json(new Page<RoleView>([.. seen.Select(ToView)], null, seen.Count.ToString(CultureInfo.InvariantCulture)), Json.ResponseOptions);
    }

    private async Task<IResult> Show(HttpContext context) =>
        new PageResult(
            "Roles",
            PageResult.Of<RolesPage>(
                (nameof(RolesPage.Roles), await roles.Find(Caller.Of(context)!, context.RequestAborted)),
                (nameof(RolesPage.Caller), Caller.Of(context))
            )
        );

    private async Task<IResult> Show(HttpContext context, string key)
    {
        var caller = Caller.Of(context)!;
        var seen = await roles.Find(caller, key, context.RequestAborted);
        return new PageResult(
            seen.Role.Name,
            PageResult.Of<RolePage>((nameof(RolePage.Seen), seen), (nameof(RolePage.Words), words), (nameof(RolePage.Caller), caller))
        );
    }

    private static RoleView ToView(RoleDetails seen) =>
        new(
            seen.Role.Id,
            seen.Role.Key,
            seen.Role.Name,
            seen.Role.Grants,
            seen.Role.IsBuiltIn,
            seen.People.Count,
            [.. seen.Ceilings.Select(ceiling => new CeilingView(ceiling.Permission, (long)ceiling.Per.TotalSeconds, ceiling.Subjects, ceiling.MinorUnits))],
            SetRoleSegment.Parts(seen.Segment),
            seen.Role.Hides
        );
}

/// <summary>A role in the API.</summary>
/// <param name="Id">ID of the role as the subject of operations.</param>
/// <param name="Key">Key for assigning the role.</param>
/// <param name="Permissions">Permissions of the role.</param>
/// <param name="IsBuiltIn">Whether the role comes with the console and can't be deleted.</param>
/// <param name="People">Number of team members with the role.</param>
/// <param name="Ceilings">Limits per person, above which another team member must approve.</param>
/// <param name="Segment">Filter of the visible tenants by plan, status or tag; null for all tenants.</param>
/// <param name="Hides">Hidden field classes: money, contact.</param>
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

/// <param name="Permission">Permission that the limit counts.</param>
/// <param name="Per">Length of the counting window in seconds.</param>
/// <param name="Subjects">Maximum number of subjects; null for no maximum.</param>
/// <param name="MinorUnits">Maximum amount of money in minor units of the reporting currency; null for no maximum.</param>
public sealed record CeilingView(string Permission, long Per, long? Subjects, long? MinorUnits);
