using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.Errors.Public;
using OwnerConsole.Reliability.Telemetry.Otlp;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Accepts traces, metrics and logs from OpenTelemetry exporters over HTTP, as protobuf or JSON.</summary>
internal sealed class OtlpRoutes(RequestIntake requests, CallIntake calls, LogIntake logs, MetricIntake metrics, DeployRecorder deploys)
{
    public const string Report = "telemetry.report";

    /// <summary>Maximum size of a request in bytes, after decompression.</summary>
    private const int MaxBytes = 8 << 20;

    private const string Protobuf = "application/x-protobuf",
        TimeMessage =
            "Some items have no valid time, are older than a day or more than 10 minutes in the future, or belong to services beyond the limit of 100.";

    private static readonly SdkKey s_key = new(
        _ => ValueTask.FromResult<string?>(null),
        "The API key is missing, unknown, revoked or expired. Send it with OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20oc_live_…"
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/v1/traces", (context, self) => self.Receive(context, OtlpMessages.Traces, "rejectedSpans", self.RecordTraces));
        Map(routes, "/v1/logs", (context, self) => self.Receive(context, OtlpMessages.Logs, "rejectedLogRecords", self.RecordLogs));
        Map(routes, "/v1/metrics", (context, self) => self.Receive(context, OtlpMessages.Metrics, "rejectedDataPoints", self.RecordMetrics));
    }

    private static void Map(IEndpointRouteBuilder routes, string path, Func<HttpContext, OtlpRoutes, Task<IResult>> receive)
    {
        var post = routes
            .MapPost(path, (HttpContext context, OtlpRoutes self) => receive(context, self))
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes), new HighRateLimit(), s_key)
            .RequirePermission(Report);
        HandshakeEndpoints.Map(routes, path, post);
    }

    private async Task<RejectedItems> RecordTraces(JsonElement body, CancellationToken stop)
    {
        var read = OtlpTraceReader.Read(body);
        // Requests last: if that fails, the exporter sends the spans again, and only calls are counted twice. Versions can be recorded again.
        await deploys.Record(OtlpVersionReader.ReadTraces(body), stop);
        await calls.Record(read.Calls, stop);
        return new(read.Rejected + await requests.Record(read.Requests, stop), TimeMessage);
    }

    private async Task<RejectedItems> RecordLogs(JsonElement body, CancellationToken stop) =>
        new(await logs.Record(OtlpLogReader.Read(body), stop), TimeMessage);

    private async Task<RejectedItems> RecordMetrics(JsonElement body, CancellationToken stop)
    {
        var read = OtlpMetricReader.Read(body);
        await deploys.Record(OtlpVersionReader.ReadMetrics(body), stop);
        var rejected = await metrics.Record(read.Points, stop);
        return new(
            read.Unsupported + rejected,
            $"Not stored: exponential histograms, summaries, items older than a day, and series beyond the limit of {MetricIntake.MaxSeries}."
        );
    }

    private async Task<IResult> Receive(
        HttpContext context,
        ProtoMessage message,
        string name,
        Func<JsonElement, CancellationToken, Task<RejectedItems>> record
    )
    {
        var type = context.Request.ContentType?.Split(';', 2)[0].Trim();
        var isProtobuf = string.Equals(type, Protobuf, StringComparison.OrdinalIgnoreCase);
        if (!isProtobuf && !string.Equals(type, "application/json", StringComparison.OrdinalIgnoreCase))
            return Results.Json(
                OtlpAnswer.JsonError($"The content type must be {Protobuf} or application/json."),
                statusCode: StatusCodes.Status415UnsupportedMediaType
            );
        using var sent = new MemoryStream();
        await context.Request.Body.CopyToAsync(sent, context.RequestAborted);
        ReadOnlyMemory<byte> bytes = sent.GetBuffer().AsMemory(0, (int)sent.Length);
        try
        {
            var body =
                isProtobuf ? ProtoReader.Read(bytes, message)
                : bytes.IsEmpty ? default
                : OtlpJson.Parse(bytes);
            var rejection = await record(body, context.RequestAborted);
            return isProtobuf
                ? Results.Bytes(OtlpAnswer.Proto(rejection.Count, rejection.Message), Protobuf)
                : Results.Json(OtlpAnswer.Json(rejection.Count, name, rejection.Message));
        }
        catch (FormatException error)
        {
            return isProtobuf
                ? new ProtobufError(OtlpAnswer.ProtoError(error.Message))
                : Results.Json(OtlpAnswer.JsonError(error.Message), statusCode: StatusCodes.Status400BadRequest);
        }
    }

    /// <param name="Count">Number of items that are not stored.</param>
    private sealed record RejectedItems(int Count, string Message);

    /// <summary>A response with status 400, for which the framework has no result with bytes.</summary>
    private sealed class ProtobufError(byte[] body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status400BadRequest;
            httpContext.Response.ContentType = Protobuf;
            await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
