using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Automations.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Serves automations as pages and through the API.</summary>
public sealed class AutomationRoutes(Database database, AutomationTest test, AutomationSimulator simulator, Panels panels)
{
    public const string Address = "/messaging/automations",
        Lifecycle = "/lifecycle",
        Read = "automation.read";

    internal static readonly IReadOnlyList<string> Filters = ["q", "state"];

    public static string Of(string id) => $"{Address}/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, AutomationRoutes self) => self.Show(context)).WithSavedViews().RequirePermission(Read);
        routes.MapGet(Lifecycle, (HttpContext context, AutomationRoutes self) => self.ShowLifecycle(context)).WithSavedViews().RequirePermission(Read);
        routes.MapGet(Address + "/{id}", (HttpContext context, string id, AutomationRoutes self) => self.ShowOne(context, id)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/automations", (HttpContext context, AutomationRoutes self) => self.List(context))
            .WithSummary("List automations with their results of the past 30 days: those that are on first, then by name.")
            .WithPaging()
            .WithQueryParameter("q", "Part of the name, or a complete automation id.")
            .WithQueryParameter("state", "Whether the automation is on.", QueryType.OneOf<AutomationState>())
            .WithQueryParameter("kind", "Whether it only sends messages, or runs operations. All if it is missing.", QueryType.OneOf<AutomationKind>())
            .Produces<OwnerConsole.Data.Page<AutomationView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/automations/{id}", (HttpContext context, string id, AutomationRoutes self) => self.Find(context, id))
            .WithSummary("Get an automation with its results of the past 30 days.")
            .Produces<AutomationView>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/automations/{id}/reach", (HttpContext context, string id, AutomationRoutes self) => self.FindReach(context, id))
            .WithSummary("Get the tenants that an automation would have started for in the past 30 days.")
            .Produces<AutomationReach>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/automations/{id}/simulation", (HttpContext context, string id, AutomationRoutes self) => self.Simulate(context, id))
            .WithSummary("Get what an automation would have done in the past 90 days. Nothing is run or sent.")
            .Produces<AutomationSimulation>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/enrollments", (HttpContext context, AutomationRoutes self) => self.ListAllEnrollments(context))
            .WithSummary("List the tenants that automations have started for, or the automations of one tenant, newest first.")
            .WithPaging()
            .WithQueryParameter("tenant", "ID of a tenant, or ext: with your own id. All tenants if it is missing.")
            .Produces<OwnerConsole.Data.Page<TenantEnrollment>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/automations/{id}/test", (HttpContext context, string id, AutomationRoutes self) => self.Test(context, id))
            .WithSummary("Get what an automation would do for a tenant at an instant, with the rendered messages. Nothing is sent.")
            .WithQueryParameter("tenant", "ID of the tenant, or ext: with your own id.")
            .WithQueryParameter("at", "The instant, in the past or future, such as 2026-12-01T09:00:00Z. Now if it is missing.")
            .Produces<AutomationTestResult>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/automations/{id}/enrollments", (HttpContext context, string id, AutomationRoutes self) => self.ListEnrollments(context, id))
            .WithSummary("List the tenants and members that an automation has started for, newest first.")
            .WithPaging()
            .WithQueryParameter("state", "How far the tenant is in the sequence.", QueryType.OneOf<EnrollmentState>())
            .WithQueryParameter("tenant", "ID of a tenant, or ext: with your own id.")
            .WithQueryParameter("member", "ID of a member: only sequences about this member.")
            .Produces<OwnerConsole.Data.Page<EnrollmentView>>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var address = ListAddress.Of(Address, context.Request, Filters.Contains);
        address.Canonicalize(context);
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var page = await Automation.List(Filter(context) with { Kind = AutomationKind.Messages }, work);
        return new PageResult(
            "Automations",
            PageResult.Of<AutomationsPage>(
                (nameof(AutomationsPage.Address), address),
                (nameof(AutomationsPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(AutomationsPage.Caller), caller),
                (nameof(AutomationsPage.Automations), page),
                (nameof(AutomationsPage.Results), await AutomationResults.Find(Ids(page), await Modes.Shown(caller, work), work))
            )
        );
    }

    private async Task<IResult> ShowLifecycle(HttpContext context)
    {
        var address = ListAddress.Of(Lifecycle, context.Request, Filters.Contains);
        address.Canonicalize(context);
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var page = await Automation.List(Filter(context) with { Kind = AutomationKind.Lifecycle }, work);
        return new PageResult(
            "Lifecycle",
            PageResult.Of<LifecyclePage>(
                (nameof(LifecyclePage.Address), address),
                (nameof(LifecyclePage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(LifecyclePage.Caller), caller),
                (nameof(LifecyclePage.Automations), page),
                (nameof(LifecyclePage.Results), await AutomationResults.Find(Ids(page), await Modes.Shown(caller, work), work))
            )
        );
    }

    private async Task<IResult> ShowOne(HttpContext context, string id)
    {
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var automation = await Get(id, work);
        var mode = await Modes.Shown(caller, work);
        var filter = new EnrollmentFilter(id, mode, context.Request.Query.Word<EnrollmentState>("state"), Cursor: context.Request.Text("cursor"));
        var named = context.Request.Text("tenant")?.Trim();
        var (tested, error) = string.IsNullOrEmpty(named) ? default : await TryTest(caller, automation, named, context, work);
        return new PageResult(
            automation.Name,
            PageResult.Of<AutomationPage>(
                (nameof(AutomationPage.Caller), caller),
                (nameof(AutomationPage.Automation), automation),
                (nameof(AutomationPage.Results), (await AutomationResults.Find([id], mode, work))(id)),
                (nameof(AutomationPage.Simulation), context.Request.Flag("simulate") ? await simulator.Run(automation, mode, work) : null),
                (nameof(AutomationPage.State), filter.State),
                (nameof(AutomationPage.Enrollments), await EnrollmentView.List(filter, work)),
                (nameof(AutomationPage.Named), named),
                (nameof(AutomationPage.At), context.Request.Text("at")),
                (nameof(AutomationPage.Tested), tested),
                (nameof(AutomationPage.Error), error)
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown([.. Filters, "kind", "cursor", "limit"]);
        await using var work = await database.Read(context.RequestAborted);
        var caller = Platform(context);
        var filter = Filter(context) with { Limit = context.Request.Limit(), Kind = context.Request.Query.Word<AutomationKind>("kind") };
        var page = await Automation.List(filter, work);
        var results = await AutomationResults.Find(Ids(page), await Modes.Shown(caller, work), work);
        return Results.Json(
            new OwnerConsole.Data.Page<AutomationView>(
                [.. page.Data.Select(automation => AutomationView.Of(automation, results(automation.Id)))],
                page.NextCursor,
                page.Total
            ),
            Json.ResponseOptions
        );
    }

    private async Task<IResult> Find(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(Platform(context), work);
        return Results.Json(AutomationView.Of(await Get(id, work), (await AutomationResults.Find([id], mode, work))(id)), Json.ResponseOptions);
    }

    private async Task<IResult> FindReach(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(Platform(context), work);
        return Results.Json(await AutomationReach.Find(AutomationInput.Of(await Get(id, work)), mode, work), Json.ResponseOptions);
    }

    private async Task<IResult> Simulate(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(Platform(context), work);
        return Results.Json(await simulator.Run(await Get(id, work), mode, work), Json.ResponseOptions);
    }

    private async Task<IResult> ListAllEnrollments(HttpContext context)
    {
        var request = context.Request;
        request.RequireKnown("tenant", "cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var caller = Platform(context);
        var tenant = request.Text("tenant") is { } named ? await SubjectResolver.Tenant(caller, named, work) : null;
        var mode = await Modes.Shown(caller, work);
        return Results.Json(await TenantEnrollment.List(tenant, mode, request.Text("cursor"), request.Limit(), work), Json.ResponseOptions);
    }

    private async Task<IResult> Test(HttpContext context, string id)
    {
        context.Request.RequireKnown("tenant", "at");
        await using var work = await database.Read(context.RequestAborted);
        var caller = Platform(context);
        var named = context.Request.Text("tenant") ?? throw Problem.Invalid("tenant", "must be the ID of a tenant, such as tnt_… or ext:acme.");
        return Results.Json(await Test(caller, await Get(id, work), named, context, work), Json.ResponseOptions);
    }

    /// <returns>The result, or why there is none.</returns>
    private async Task<(AutomationTestResult? Tested, string? Error)> TryTest(
        Caller caller,
        Automation automation,
        string named,
        HttpContext context,
        UnitOfWork work
    )
    {
        try
        {
            return (await Test(caller, automation, named, context, work), null);
        }
        catch (Problem problem) when (problem.Status is 400 or 404)
        {
            return (null, problem.Message);
        }
    }

    private async Task<AutomationTestResult> Test(Caller caller, Automation automation, string named, HttpContext context, UnitOfWork work)
    {
        var at = AutomationTest.ReadInstant(context.Request.Text("at")) ?? await work.One<DateTimeOffset>("select now()");
        return await test.Run(automation, await SubjectResolver.Tenant(caller, named, work), at, work);
    }

    private async Task<IResult> ListEnrollments(HttpContext context, string id)
    {
        var request = context.Request;
        request.RequireKnown("state", "tenant", "member", "cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var caller = Platform(context);
        await Get(id, work);
        var tenant = request.Text("tenant") is { } named ? await SubjectResolver.Tenant(caller, named, work) : null;
        var member = request.Text("member") is { } person ? await SubjectResolver.Member(caller, person, work) : null;
        var mode = await Modes.Shown(caller, work);
        var filter = new EnrollmentFilter(
            id,
            mode,
            request.Query.Word<EnrollmentState>("state"),
            tenant ?? member?.TenantId,
            member?.Id,
            request.Text("cursor"),
            request.Limit()
        );
        return Results.Json(await EnrollmentView.List(filter, work), Json.ResponseOptions);
    }

    private static AutomationFilter Filter(HttpContext context) =>
        new(context.Request.Query.SearchText(), context.Request.Query.Word<AutomationState>("state"), context.Request.Text("cursor"));

    private static string[] Ids(OwnerConsole.Data.Page<Automation> page) => [.. page.Data.Select(automation => automation.Id)];

    private static async Task<Automation> Get(string id, UnitOfWork work) => await Automation.Find(id, work) ?? throw Problem.NotFound("automation", id);

    private static Caller Platform(HttpContext context) =>
        Caller.Of(context) is { IsScoped: false } caller
            ? caller
            : throw Problem.WholePlatform("Automations cover the whole platform. A key limited to one tenant can't read them.");
}
