using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Integrations.Webhooks.Pages;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Serves the test console of an endpoint, as a page and through the API.</summary>
public sealed class TestRequestRoutes(Database database, Endpoints endpoints, TestRequestSender sender)
{
    private const string Permission = "webhook_endpoint.test";

    /// <summary>Escapes in JSON and in forms can make a payload of the maximum size longer.</summary>
    private const int MaxBodyBytes = 3 * TestRequest.MaxBytes;

    public static string Of(string endpointId) => $"{EndpointRoutes.Of(endpointId)}/test";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var limit = new RequestSizeLimitAttribute(MaxBodyBytes);
        routes
            .MapGet(EndpointRoutes.Address + "/{id}/test", (TestRequestRoutes self, HttpContext context, string id) => self.Show(context, id))
            .RequirePermission(Permission);
        routes
            .MapPost(EndpointRoutes.Address + "/{id}/test", (TestRequestRoutes self, HttpContext context, string id) => self.Submit(context, id))
            .WithMetadata(limit)
            .RequirePermission(Permission);
        routes
            .MapPost("/api/v1/webhook-endpoints/{id}/test-requests", (TestRequestRoutes self, HttpContext context, string id) => self.Send(context, id))
            .WithSummary(
                "Send a test request to an endpoint and return the response. It is signed, but not retried, not stored and not counted for the endpoint's health."
            )
            .AcceptsJson<TestRequest>()
            .WithBodyExample(Json.Element(new { event_type = "tenant.suspended" }))
            .Produces<TestRequestResult>()
            .WithMetadata(limit)
            .RequirePermission(Permission);
    }

    private Task<IResult> Show(HttpContext context, string endpointId)
    {
        var type = context.Request.Text("event") is { } named && EventSamples.Find(named) is not null ? named : TestEndpoint.Event;
        return Page(context, endpointId, type, EventSamples.FindText(type)!, result: null, trouble: null); // not null: the type has a sample
    }

    private async Task<IResult> Submit(HttpContext context, string endpointId)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var payload = form["payload"].ToString().ReplaceLineEndings("\n"); // forms are sent with CRLF
        var type = form["event"].ToString();
        try
        {
            var result = await sender.Send(Caller.Of(context)!, endpointId, payload, context.RequestAborted); // the route requires a permission
            return await Page(context, endpointId, type, payload, result, trouble: null);
        }
        catch (Problem problem) when (problem.Status is 400 or 409 or 413)
        {
            return await Page(context, endpointId, type, payload, result: null, problem.Message);
        }
    }

    private async Task<IResult> Send(HttpContext context, string endpointId)
    {
        context.Request.RequireKnown();
        var asked = await RequestBody.ReadJson<TestRequest>(context, context.RequestAborted);
        var result = await sender.Send(Caller.Of(context)!, endpointId, asked.ReadPayload(), context.RequestAborted); // the route requires a permission
        return Results.Json(result, Json.ResponseOptions);
    }

    private async Task<IResult> Page(HttpContext context, string endpointId, string type, string payload, TestRequestResult? result, string? trouble)
    {
        await using var work = await database.Read(context.RequestAborted);
        var endpoint = await endpoints.Get(endpointId, work) ?? throw Problem.NotFound("endpoint");
        return new PageResult(
            "Test console",
            PageResult.Of<TestRequestPage>(
                (nameof(TestRequestPage.Endpoint), endpoint),
                (nameof(TestRequestPage.Type), type),
                (nameof(TestRequestPage.Payload), payload),
                (nameof(TestRequestPage.Result), result),
                (nameof(TestRequestPage.Trouble), trouble)
            )
        )
        {
            Status = trouble is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }
}
