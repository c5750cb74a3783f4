using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>The API endpoints that applications report events and heartbeats to.</summary>
public sealed class EventEndpoints(EventIntake intake, InstanceHeartbeats instances)
{
    /// <summary>Maximum size of a request in bytes, after decompression.</summary>
    public const int MaxBytes = 5 << 20;

    public async Task<IResult> Receive(HttpContext context)
    {
        context.Request.RequireKnown("backfill");
        var isBackfill = context.Request.Flag("backfill");
        var items = CloudEventReader.Read(context.Request, await EventBody.ReadBytes(context), EventIntake.MaxEvents);
        var answer = await intake.Ingest(Caller.Of(context)!, ClientIdentifier.Client(context.Request), isBackfill, items, context.RequestAborted);
        return Results.Json(answer, Json.ResponseOptions, statusCode: StatusCodes.Status202Accepted);
    }

    public async Task<IResult> ReceiveHeartbeat(HttpContext context, string id)
    {
        var beat = await RequestBody.ReadJson<HeartbeatRequest>(context, context.RequestAborted);
        return Results.Json(await instances.Record(Caller.Of(context)!, id, beat, context.RequestAborted), Json.ResponseOptions);
    }
}
