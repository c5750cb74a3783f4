using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Trust.Retention.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Retention;

/// <summary>Serves retention policies and legal holds as a page and through the API.</summary>
internal sealed class RetentionPolicyRoutes(Database database, RetentionReader reader)
{
    public const string Address = "/retention",
        Read = "retention.read",
        ReadHolds = "legal_hold.read";

    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, RetentionPolicyRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(RetentionExport.Address, (HttpContext context, RetentionExport self) => self.Send(context)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/retention", (HttpContext context, RetentionPolicyRoutes self) => self.List(context))
            .WithSummary("List retention policies with their periods, the number of rows they keep and delete, and their last runs.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<RetentionPolicyView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/legal-holds", (HttpContext context, RetentionPolicyRoutes self) => self.ListHolds(context))
            .WithSummary("List legal holds, newest first.")
            .WithPaging()
            .WithQueryParameter("tenant", "Only holds on this tenant and its members: a tenant ID, or ext: followed by your own ID.")
            .WithQueryParameter("state", "Only holds in this state.", QueryType.OneOf<LegalHoldState>())
            .Produces<OwnerConsole.Data.Page<LegalHoldView>>()
            .RequirePermission(ReadHolds);
    }

    /// <exception cref="Problem">403: the caller has access to test data or to some tenants only.</exception>
    internal static Caller Platform(HttpContext context) =>
        Caller.OfPlatform(context, "Retention applies to the whole platform. With access to test data or to some tenants only, you can't read it.");

    private async Task<IResult> Show(HttpContext context)
    {
        context.Request.RequireKnown("cursor");
        var (caller, cursor) = (Platform(context), context.Request.Text("cursor"));
        await using var work = await database.Read(context.RequestAborted);
        var holds = caller.Can(ReadHolds) ? await LegalHoldView.List(tenant: null, state: null, cursor, PageSize, work) : null;
        return new PageResult(
            "Retention",
            PageResult.Of<RetentionPoliciesPage>(
                (nameof(RetentionPoliciesPage.Caller), caller),
                (nameof(RetentionPoliciesPage.Policies), await reader.List(work)),
                (nameof(RetentionPoliciesPage.Holds), holds),
                (nameof(RetentionPoliciesPage.IsFirst), cursor is null),
                (
                    nameof(RetentionPoliciesPage.Names),
                    await SentenceRenderer.For((holds?.Data ?? []).SelectMany(hold => new[] { hold.TenantId, hold.SubjectId }), work)
                )
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown();
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(new OwnerConsole.Data.Page<RetentionPolicyView>(await reader.List(work), null, null), Json.ResponseOptions);
    }

    private async Task<IResult> ListHolds(HttpContext context)
    {
        context.Request.RequireKnown("tenant", "state", "cursor", "limit");
        var caller = Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var tenant = context.Request.Text("tenant") is { } named ? await SubjectResolver.Tenant(caller, named, work) : null;
        var page = await LegalHoldView.List(
            tenant,
            context.Request.Query.Word<LegalHoldState>("state"),
            context.Request.Text("cursor"),
            context.Request.Limit(),
            work
        );
        return Results.Json(page, Json.ResponseOptions);
    }
}
