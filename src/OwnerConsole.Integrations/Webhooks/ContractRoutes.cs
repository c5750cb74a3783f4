using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Integrations.Webhooks.Pages;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Serves the contracts of endpoints and their check, as a page and through the API.</summary>
public sealed class ContractRoutes(Database database, Endpoints endpoints, Previews previews, Runner runner)
{
    private const string Api = "/api/v1/webhook-endpoints/{id}/contracts",
        Read = "webhook_endpoint.read";

    public static string Of(string endpointId) => $"{EndpointRoutes.Of(endpointId)}/contracts";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(EndpointRoutes.Address + "/{id}/contracts", (ContractRoutes self, HttpContext context, string id) => self.Show(context, id))
            .RequirePermission(Read);
        routes
            .MapGet(Api, (ContractRoutes self, HttpContext context, string id) => self.List(context, id))
            .WithSummary("List the schemas that the receiver of an endpoint expects of events.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<ContractView>>()
            .RequirePermission(Read);
        routes
            .MapPut(
                Api + "/{event_type}",
                (ContractRoutes self, HttpContext context, string id, [FromRoute(Name = "event_type")] string type) => self.Put(context, id, type)
            )
            .WithSummary("Set the schema that the receiver of an endpoint expects of an event type. Repeating the request changes nothing.")
            .AcceptsJson<JsonElement>()
            .WithBodyExample(Json.Element(new { type = "object", required = new[] { "type", "data" } }))
            .Produces<ContractView>()
            .RequirePermission(SetContract.Name);
        routes
            .MapGet(Api + "/check", (ContractRoutes self, HttpContext context, string id) => self.Check(context, id))
            .WithSummary("Check the current sample of each event type, and the last deliveries, against the contracts of an endpoint.")
            .WithQueryParameter(
                "deliveries",
                $"Number of last deliveries of each event type to check, 0 to {Contract.MaxDeliveries}. Default {Contract.DefaultDeliveries}.",
                QueryType.Integer(0, Contract.MaxDeliveries)
            )
            .Produces<ContractCheck>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context, string endpointId)
    {
        await using var work = await database.Read(context.RequestAborted);
        var endpoint = await endpoints.Get(endpointId, work) ?? throw Problem.NotFound("endpoint");
        return new PageResult(
            "Contracts",
            PageResult.Of<ContractsPage>(
                (nameof(ContractsPage.Endpoint), endpoint),
                (nameof(ContractsPage.Caller), Caller.Of(context)),
                (nameof(ContractsPage.Check), await Contract.Check(endpointId, Contract.DefaultDeliveries, work))
            )
        );
    }

    private async Task<IResult> List(HttpContext context, string endpointId)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        await RequireEndpoint(context, endpointId, work);
        return Results.Json(
            new OwnerConsole.Data.Page<ContractView>([.. (await Contract.Find(endpointId, work)).Select(ContractView.Of)], null, null),
            Json.ResponseOptions
        );
    }

    private async Task<IResult> Put(HttpContext context, string endpointId, string eventType)
    {
        context.Request.RequireKnown();
        var schema = (await RequestBody.ReadJson(context, context.RequestAborted)).GetRawText();
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // the route requires a permission, so there is a caller
        if (schema.Length > ContractSchema.MaxBytes)
            throw new Problem(413, "too_large", $"The schema has {schema.Length / 1024} KB. At most {ContractSchema.MaxBytes / 1024} KB are allowed.");
        if (ContractSchema.Read(schema, out var problem) is null)
            throw new Problem(400, "bad_schema", problem!.ToString()); // not null: the schema wasn't read
        await using (var work = await database.Read(stop))
            await RequireEndpoint(context, endpointId, work);
        if (await Find(endpointId, eventType, stop) is { } current && current.Schema == schema)
            return Results.Json(ContractView.Of(current), Json.ResponseOptions);
        var preview = await previews.Create(
            caller,
            SetContract.Name,
            TargetSelection.Of(endpointId),
            Json.Element(new SetContract.Input(eventType, schema)),
            stop
        );
        await runner.Start(caller, new(preview.PreviewId) { LoadedPreview = preview }, key: null, stop);
        var stored = await Find(endpointId, eventType, stop) ?? throw new Problem(409, "approval_needed", "The contract is stored once the run is approved.");
        return Results.Json(ContractView.Of(stored), Json.ResponseOptions);
    }

    private async Task<IResult> Check(HttpContext context, string endpointId)
    {
        context.Request.RequireKnown("deliveries");
        var text = context.Request.Text("deliveries");
        var deliveries =
            text is null ? Contract.DefaultDeliveries
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Contract.MaxDeliveries ? number
            : throw Problem.Invalid("deliveries", $"must be a number from 0 to {Contract.MaxDeliveries}.");
        await using var work = await database.Read(context.RequestAborted);
        await RequireEndpoint(context, endpointId, work);
        return Results.Json(await Contract.Check(endpointId, deliveries, work), Json.ResponseOptions);
    }

    private async Task<Contract?> Find(string endpointId, string eventType, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return (await Contract.Find(endpointId, work)).FirstOrDefault(contract => contract.Event == eventType);
    }

    private async Task RequireEndpoint(HttpContext context, string endpointId, UnitOfWork work)
    {
        if (!await endpoints.Exists(endpointId, Caller.Of(context)!.Mode, work)) // the routes require a permission, so there is a caller
            throw Problem.NotFound("endpoint");
    }
}
