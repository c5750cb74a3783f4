using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OwnerConsole.Data.Telemetry;

/// <summary>Metrics and spans of the console itself. They have no attributes that identify tenants or people.</summary>
public static class ConsoleMeter
{
    /// <summary>Name of the meter and of the span source.</summary>
    public const string Name = "OwnerConsole";

    private static readonly Meter s_meter = new(Name);

    private static readonly Counter<long> s_events = s_meter.CreateCounter<long>("owner_console.events", "{event}", "Events received, by result.");

    private static readonly Counter<long> s_attempts = s_meter.CreateCounter<long>(
        "owner_console.webhook.attempts",
        "{attempt}",
        "Attempts to deliver a webhook, by result."
    );

    private static readonly Counter<long> s_runs = s_meter.CreateCounter<long>("owner_console.runs", "{run}", "Runs executed, by mode of execution.");

    /// <summary>Source of spans for work in the background, which no request covers.</summary>
    public static ActivitySource Spans { get; } = new(Name);

    /// <summary>Number of work items that are due.</summary>
    public static Gauge<long> DueItems { get; } = s_meter.CreateGauge<long>("owner_console.work.due", "{item}", "Work items that are due, up to 10,000.");

    /// <summary>Time in seconds for which the oldest lane has been due.</summary>
    public static Gauge<double> OldestDue { get; } = s_meter.CreateGauge<double>("owner_console.work.oldest", "s", "Time since the oldest lane became due.");

    /// <summary>Number of items that failed their last attempt.</summary>
    public static Gauge<long> DeadItems { get; } =
        s_meter.CreateGauge<long>("owner_console.work.dead", "{item}", "Work items that failed their last attempt, up to 10,000.");

    /// <summary>Age in seconds of the oldest event that is missing in the read models.</summary>
    public static Gauge<double> ProjectorLag { get; } =
        s_meter.CreateGauge<double>("owner_console.events.lag", "s", "Age of the oldest event that is not yet projected.");

    /// <summary>Number of log entries that the slowest subscriber has not read.</summary>
    public static Gauge<long> UnreadLines { get; } =
        s_meter.CreateGauge<long>("owner_console.log.unread", "{line}", "Log entries that the slowest subscriber has not read.");

    public static void CountEvents(int accepted, int duplicates, int rejected)
    {
        s_events.Add(accepted, Result("accepted"));
        s_events.Add(duplicates, Result("duplicate"));
        s_events.Add(rejected, Result("rejected"));
    }

    /// <param name="result">State of the delivery after the attempt; it is pending if a retry follows.</param>
    public static void CountAttempt(string result) => s_attempts.Add(1, Result(result));

    /// <param name="isInBackground">Whether a lane executed it; otherwise the request did.</param>
    public static void CountRun(bool isInBackground) =>
        s_runs.Add(1, new KeyValuePair<string, object?>("execution", isInBackground ? "background" : "request"));

    private static KeyValuePair<string, object?> Result(string result) => new("result", result);
}
