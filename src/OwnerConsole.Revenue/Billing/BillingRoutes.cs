using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Billing;

/// <summary>Serves the lists of billing records as pages, as files and through the API.</summary>
public sealed class BillingRoutes(Database database, Panels panels, ListExport export, OperationCatalogue catalogue, DenialExplainer denials)
{
    public const string Permission = "purchase.read";

    public static void Map(IBillingList list, IEndpointRouteBuilder routes)
    {
        var definition = list.Definition;
        routes.MapGet(definition.Address, (BillingRoutes self, HttpContext context) => self.Show(list, context)).WithSavedViews().RequirePermission(Permission);
        routes.MapGet(definition.Export, (BillingRoutes self, HttpContext context) => self.Send(list, context)).RequirePermission(Permission);
        var api = routes
            .MapGet(definition.ApiAddress, (BillingRoutes self, HttpContext context) => self.List(list, context))
            .WithSummary(
                definition.UrgentColumn is null
                    ? $"List {definition.Word} reported by Stripe, newest first."
                    : $"List {definition.Word} reported by Stripe: those that need action first, then the newest."
            )
            .WithPaging()
            .WithQueryParameter("q", definition.SearchDescription);
        foreach (var choice in definition.Choices)
            api.WithQueryParameter(choice.Name, choice.Description, QueryType.OneOf(choice.Options.Select(option => option.Value)));
        if (definition.CustomerColumn is not null)
            api.WithQueryParameter("tenant", "ID of a tenant.", QueryType.Id("tnt_"))
                .WithQueryParameter("customer", "Stripe's ID of a customer.", QueryType.Id("cus_"));
        api.WithQueryParameter("sort", "The oldest first, or with a minus the newest first.", QueryType.SortOf(BillingFilter.Time))
            .Produces(StatusCodes.Status200OK, list.ResponseType)
            .RequirePermission(Permission);
    }

    private async Task<IResult> Show(IBillingList list, HttpContext context)
    {
        var (caller, address) = (Caller.Of(context)!, Address(list, context.Request)); // the route requires a permission, so the caller is signed in
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var filter = await Filter(list, context, work);
        var operations = list.Definition.Operations.Select(catalogue.FindOrDefault).OfType<Operation>().Select(operation => operation.Definition);
        var place = new BillingPlace(
            caller,
            filter.Mode,
            address,
            await Filters(list, filter, work),
            await denials.Of(caller, operations, work),
            await panels.DrawViews(address.Place(caller), work)
        )
        {
            Cards = await panels.Draw($"revenue.{list.Definition.Word}", address.Place(caller), work),
        };
        return new PageResult(list.Definition.Title, await list.Draw(place, filter, work));
    }

    private async Task<IResult> List(IBillingList list, HttpContext context)
    {
        context.Request.RequireKnown([.. list.Definition.ParameterNames, "sort", "cursor", "limit"]);
        await using var work = await database.Read(context.RequestAborted);
        return await list.Respond(await Filter(list, context, work) with { Limit = context.Request.Limit() }, work);
    }

    private IResult Send(IBillingList list, HttpContext context) =>
        list.Send(context, Address(list, context.Request), export, work => Filter(list, context, work));

    private static ListAddress Address(IBillingList list, HttpRequest request) =>
        ListAddress.Of(list.Definition.Address, request, list.Definition.ParameterNames.Contains);

    private static async Task<BillingFilter> Filter(IBillingList list, HttpContext context, UnitOfWork work)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        return BillingFilter.Read(context.Request.Query, await Modes.Shown(caller, work), caller.OnlyTenant, list.Definition.Choices);
    }

    private static async Task<IReadOnlyList<ListFilter>> Filters(IBillingList list, BillingFilter filter, UnitOfWork work)
    {
        var tenant = filter.TenantId is null
            ? null
            : await work.One<string>(
                "select name from core.tenants where tenant_id = @TenantId and mode = @Mode and (@OnlyTenant::text is null or tenant_id = @OnlyTenant)",
                new
                {
                    filter.TenantId,
                    filter.Mode,
                    filter.OnlyTenant,
                }
            );
        return
        [
            .. list.Definition.Choices.Select(choice => choice.ToFilter()),
            .. list.Definition.CustomerColumn is null ? Array.Empty<ListFilter>() : [new("customer", "Customer ID")],
            .. tenant is null ? [] : new[] { new ListFilter("tenant", "Tenant", [(filter.TenantId!, tenant)]) },
        ];
    }
}
