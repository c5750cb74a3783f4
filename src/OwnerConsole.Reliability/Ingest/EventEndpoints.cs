using System.Buffers;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>The API that applications report to.</summary>
public sealed class EventEndpoints(EventIntake intake, Instances instances)
{
    /// <summary>Bytes of one request, after it is unpacked.</summary>
    public const int Largest = 5 << 20;

    private const int LongestClient = 60;

    public async Task<IResult> Take(HttpContext context)
    {
        context.Request.Knows("backfill");
        var isBackfill = context.Request.Word<YesOrNo>("backfill") is YesOrNo.True;
        var items = CloudEventReader.Read(context.Request, await Bytes(context), EventIntake.Most);
        var answer = await intake.Take(Caller.Of(context)!, Client(context.Request), isBackfill, items, context.RequestAborted);
        return Results.Json(answer, Json.Options, statusCode: StatusCodes.Status202Accepted);
    }

    public async Task<IResult> Beat(HttpContext context, string id)
    {
        var beat = await Body.Json<Heartbeat>(context, context.RequestAborted);
        return Results.Json(await instances.Beat(Caller.Of(context)!, id, beat, context.RequestAborted), Json.Options);
    }

    private static async Task<ReadOnlyMemory<byte>> Bytes(HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    /// <returns>the program and its version, without what it says about its surroundings</returns>
    private static string Client(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString().Split(' ', 2)[0];
        var plain = new string([.. agent.Where(letter => letter is > ' ' and <= '~').Take(LongestClient)]);
        return plain.Length > 0 ? plain : "unnamed";
    }

    private enum YesOrNo
    {
        True,
        False,
    }
}
