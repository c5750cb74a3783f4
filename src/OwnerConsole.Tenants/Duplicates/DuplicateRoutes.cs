using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Duplicates;
using OwnerConsole.Tenants.Duplicates.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Serves likely duplicates as pages and through the API.</summary>
internal sealed class DuplicateRoutes(Database database, OperationCatalogue catalogue, DenialExplainer denials)
{
    public const string Read = "duplicate.read";

    private const int PageSize = 25;

    private static readonly string[] s_filters = ["state", "record"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(DuplicateTabs.OfMembers, (HttpContext context, DuplicateRoutes self) => self.Show(context, DuplicateKind.Member)).RequirePermission(Read);
        routes.MapGet(DuplicateTabs.OfTenants, (HttpContext context, DuplicateRoutes self) => self.Show(context, DuplicateKind.Tenant)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/duplicates", (HttpContext context, DuplicateRoutes self) => self.List(context))
            .WithSummary("List pairs of members and of tenants that are likely the same, the most likely first.")
            .WithPaging()
            .WithQueryParameter("kind", "Only pairs of this kind.", QueryType.OneOf<DuplicateKind>())
            .WithQueryParameter("state", "Only pairs in this state. Default: open.", QueryType.OneOf<DuplicateState>())
            .WithQueryParameter("record", "Only pairs of this member or tenant: its ID.")
            .Produces<OwnerConsole.Data.Page<DuplicateView>>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context, DuplicateKind kind)
    {
        var caller = Platform(context);
        var address = ListAddress.Of(DuplicateTabs.Of(kind), context.Request, name => s_filters.Contains(name, StringComparer.Ordinal));
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var filter = await Filter(context.Request, caller, kind, work);
        var page = await DuplicateReader.List(filter, address[ListAddress.Cursor], PageSize, work);
        return new PageResult(
            "Duplicates",
            PageResult.Of<DuplicatesPage>(
                (nameof(DuplicatesPage.Caller), caller),
                (nameof(DuplicatesPage.Address), address),
                (nameof(DuplicatesPage.Filter), filter),
                (nameof(DuplicatesPage.Pairs), page),
                (nameof(DuplicatesPage.Sides), await Sides(caller, kind, page.Data, work)),
                (nameof(DuplicatesPage.Skipped), await DuplicateReader.CountSkipped(filter.Mode, kind, work)),
                (nameof(DuplicatesPage.Denied), await denials.Of(caller, [catalogue.Find(DismissDuplicate.Name).Definition], work))
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown("kind", "state", "record", "cursor", "limit");
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var filter = await Filter(context.Request, caller, context.Request.Word<DuplicateKind>("kind"), work);
        return Results.Json(await DuplicateReader.List(filter, context.Request.Text("cursor"), context.Request.Limit(), work), Json.ResponseOptions);
    }

    /// <summary>Only readers of members and tenants see more than their IDs.</summary>
    private static async Task<IReadOnlyDictionary<string, PairSide>> Sides(
        Caller caller,
        DuplicateKind kind,
        IReadOnlyList<DuplicateView> pairs,
        UnitOfWork work
    ) =>
        caller.Can(kind is DuplicateKind.Member ? "member.read" : "tenant.read")
            ? await PairSide.Find(kind, pairs, work)
            : new Dictionary<string, PairSide>(StringComparer.Ordinal);

    private static async Task<DuplicateFilter> Filter(HttpRequest request, Caller caller, DuplicateKind? kind, UnitOfWork work) =>
        new(await Modes.Shown(caller, work), kind, request.Word<DuplicateState>("state") ?? DuplicateState.Open, request.Text("record"));

    /// <exception cref="Problem">403: the caller has access to test data or to some tenants only.</exception>
    private static Caller Platform(HttpContext context) =>
        Caller.OfPlatform(context, "Duplicates cover the whole platform. With access to test data or to some tenants only, you can't read them.");
}
