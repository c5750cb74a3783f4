using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>The API endpoints that applications report events and heartbeats to.</summary>
public sealed class EventEndpoints(EventIntake intake, Instances instances)
{
    /// <summary>Maximum size of a request in bytes, after decompression.</summary>
    public const int Largest = 5 << 20;

    public async Task<IResult> Take(HttpContext context)
    {
        context.Request.Knows("backfill");
        var isBackfill = context.Request.Flag("backfill");
        var items = CloudEventReader.Read(context.Request, await EventBody.Bytes(context), EventIntake.Most);
        var answer = await intake.Take(Caller.Of(context)!, Sdk.Client(context.Request), isBackfill, items, context.RequestAborted);
        return Results.Json(answer, Json.Answers, statusCode: StatusCodes.Status202Accepted);
    }

    public async Task<IResult> Beat(HttpContext context, string id)
    {
        var beat = await Body.Json<Heartbeat>(context, context.RequestAborted);
        return Results.Json(await instances.Beat(Caller.Of(context)!, id, beat, context.RequestAborted), Json.Answers);
    }
}
