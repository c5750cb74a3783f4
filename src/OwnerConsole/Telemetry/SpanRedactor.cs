using System.Diagnostics;
using OpenTelemetry;
using OwnerConsole.Data.Telemetry;

namespace OwnerConsole.Telemetry;

/// <summary>
/// Keeps only attributes that identify no one: paths contain tenant ids, queries contain tokens, and messages of exceptions quote values.
/// It must be added before the exporter.
/// </summary>
internal sealed class SpanRedactor : BaseProcessor<Activity>
{
    private const string DatabaseSource = "Npgsql";

    private static readonly HashSet<string> s_allowed = new(StringComparer.Ordinal)
    {
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "network.protocol.version",
        "url.scheme",
        "error.type",
        "db.system.name",
        "db.namespace",
        "db.query.text",
        "db.operation.name",
        "db.stored_procedure.name",
        "db.response.status_code",
        "work.kind",
    };

    public override void OnEnd(Activity data)
    {
        // Background loops query the database every second; their spans would hide the others.
        if (data.Source.Name == DatabaseSource && data.ParentSpanId == default)
        {
            Drop(data);
            return;
        }
        foreach (var name in data.TagObjects.Select(tag => tag.Key).Where(name => !s_allowed.Contains(name)).ToList())
            data.SetTag(name, null);
        if (data.StatusDescription is not null)
            data.SetStatus(data.Status); // Clears the description.
        if (!data.Events.Any())
            return;
        Drop(data);
        Copy(data);
    }

    /// <summary>Exporters skip spans without this flag.</summary>
    private static void Drop(Activity data) => data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;

    /// <summary>Replaces a span, because events can't be removed. Only failed database spans have any.</summary>
    private static void Copy(Activity data)
    {
        var parent = new ActivityContext(data.TraceId, data.ParentSpanId, ActivityTraceFlags.Recorded);
        using var copy = ConsoleMeter.Spans.StartActivity(
            data.DisplayName,
            data.Kind,
            parent,
            data.TagObjects,
            links: null,
            new DateTimeOffset(data.StartTimeUtc)
        );
        copy?.SetStatus(data.Status);
        copy?.SetEndTime(data.StartTimeUtc + data.Duration);
    }
}
