using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Reliability.Errors.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Serves errors as pages and through the API.</summary>
internal sealed class ErrorRoutes(Database database, TimeProvider clock)
{
    public const string Address = "/ops/errors",
        Read = "error.read";

    private const int PageSize = 25,
        DayHours = 24,
        ChartHours = 48,
        MaxSightings = 20,
        MaxTenants = 50,
        MaxUsers = 50,
        MaxOperations = 20,
        MaxOccurrences = 10;

    private static readonly string[] s_filters = ["state", "release", "environment", "tenant", "user", "operation", "q"];

    public static string Of(string id) => $"{Address}/{id}";

    /// <returns>Address of the list with the errors of a user.</returns>
    /// <param name="userId">The application's ID for the user.</param>
    public static string OfUser(string userId) => $"{Address}?user={Uri.EscapeDataString("ext:" + userId)}";

    /// <returns>Address of the list with the errors in an operation.</returns>
    public static string OfOperation(string operation) => $"{Address}?operation={Uri.EscapeDataString(operation)}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, ErrorRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(Address + "/{id}", (HttpContext context, string id, ErrorRoutes self) => self.ShowOne(context, id)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/errors", (HttpContext context, ErrorRoutes self) => self.List(context))
            .WithSummary("List errors, the one that occurred last first.")
            .WithPaging()
            .WithQueryParameter("state", "Default: unresolved and regressed ones.", QueryType.OneOf<ErrorState>())
            .WithQueryParameter("release", "Only errors that occurred in this release.")
            .WithQueryParameter("environment", "Only errors that occurred in this environment.")
            .WithQueryParameter("tenant", "Only errors that occurred for the tenant with this ID.")
            .WithQueryParameter("user", "Only errors that occurred for this user: ID of a member, or your own ID for the user.")
            .WithQueryParameter("operation", "Only errors that occurred in the operation with this name, such as GET /invoices.")
            .WithQueryParameter("q", "Part of the title or of the place in the code.")
            .Produces<OwnerConsole.Data.Page<ErrorGroup>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/errors/{id}", (HttpContext context, string id, ErrorRoutes self) => self.Find(context, id))
            .WithSummary("Get an error with its last occurrences, the affected tenants and users, its operations and the number of occurrences per hour.")
            .Produces<ErrorDetails>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var (caller, address) = (Platform(context), ListAddress.Of(Address, context.Request, name => s_filters.Contains(name, StringComparer.Ordinal)));
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var page = await ErrorGroup.List(Filter(context.Request), address[ListAddress.Cursor], PageSize, await Modes.Shown(caller, work), work);
        return new PageResult(
            "Errors",
            PageResult.Of<ErrorsPage>(
                (nameof(ErrorsPage.Caller), caller),
                (nameof(ErrorsPage.Address), address),
                (nameof(ErrorsPage.Errors), page),
                (nameof(ErrorsPage.Hours), await ErrorHour.List([.. page.Data.Select(error => error.Id)], DayHours, clock.GetUtcNow(), work)),
                (nameof(ErrorsPage.Releases), await ErrorSighting.ListWords("release", work)),
                (nameof(ErrorsPage.Environments), await ErrorSighting.ListWords("environment", work)),
                (
                    nameof(ErrorsPage.IsConnected),
                    page.Data.Count > 0 || await work.One<bool>("select exists (select from errors.groups where tenant_id = 'tnt_platform')")
                ),
                (nameof(ErrorsPage.Origin), $"{context.Request.Scheme}://{context.Request.Host}")
            )
        );
    }

    private async Task<IResult> ShowOne(HttpContext context, string id)
    {
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var details = await Details(id, await Modes.Shown(caller, work), work);
        return new PageResult(
            details.Error.Title,
            PageResult.Of<ErrorGroupPage>((nameof(ErrorGroupPage.Caller), caller), (nameof(ErrorGroupPage.Details), details))
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown([.. s_filters, "cursor", "limit"]);
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(
            await ErrorGroup.List(Filter(context.Request), context.Request.Text("cursor"), context.Request.Limit(), await Modes.Shown(caller, work), work),
            Json.ResponseOptions
        );
    }

    private async Task<IResult> Find(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await Details(id, await Modes.Shown(caller, work), work), Json.ResponseOptions);
    }

    private async Task<ErrorDetails> Details(string id, Mode mode, UnitOfWork work)
    {
        var error = await ErrorGroup.Find(id, mode, work) ?? throw Problem.NotFound("error", id);
        return new(
            error,
            (await ErrorHour.List([id], ChartHours, clock.GetUtcNow(), work))[id],
            await ErrorSighting.List(id, MaxSightings, work),
            await ErrorTenant.List(id, MaxTenants, mode, work),
            await ErrorUser.Count(id, mode, work),
            await ErrorUser.List(id, MaxUsers, mode, work),
            await ErrorOperation.List(id, MaxOperations, work),
            await ErrorOccurrence.List(id, MaxOccurrences, mode, work)
        );
    }

    private static ErrorFilter Filter(HttpRequest request) =>
        new(
            request.Word<ErrorState>("state"),
            request.Text("release"),
            request.Text("environment"),
            request.Text("tenant"),
            request.Text("user"),
            request.Text("operation"),
            request.Query.SearchText()
        );

    private static Caller Platform(HttpContext context) =>
        Caller.OfPlatform(context, "Errors cover the whole platform. With access to test data or to some tenants only, you can't read them.");
}
