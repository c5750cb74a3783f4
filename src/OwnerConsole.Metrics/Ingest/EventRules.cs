using System.Globalization;
using System.Text.Json;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Validation rules of events: a plausible time, and the data required by sessions, purchases and meters.</summary>
public static class EventRules
{
    /// <summary>Maximum time an application's clock can be ahead.</summary>
    public static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Period in which repeated events are recognised; older events must be sent as history.</summary>
    public static readonly TimeSpan RetryWindow = TimeSpan.FromDays(32);

    /// <summary>Maximum size of the data of one event in bytes.</summary>
    public const int MaxDataBytes = 32 * 1024;

    private static readonly TimeSpan s_maxSessionLength = TimeSpan.FromHours(24);
    private static readonly string[] s_reserved = ["session.", "purchase."];
    internal static readonly DateTimeOffset MinTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="importsUntil">When the import of history ended; null while it is open.</param>
    /// <param name="meters">Meters of the event's type.</param>
    /// <returns>Null if the event is valid.</returns>
    public static Rejection? Check(IntakeEvent said, DateTimeOffset now, bool isBackfill, DateTimeOffset? importsUntil, IEnumerable<Meter> meters)
    {
        var at = said.At ?? now;
        if (TooFarAhead(at, now) is { } ahead)
            return ahead;
        if (at < MinTime)
            return new("too_old", "Its time is before the year 2000.");
        if (at < now - RetryWindow && importsUntil is { } until)
            return new(
                "imports_ended",
                $"It is older than {RetryWindow.TotalDays:0} days, and importing history ended on {until:yyyy-MM-dd}, when the first month was closed."
            );
        if (at < now - RetryWindow && !isBackfill)
            return new("too_old", $"It is older than {RetryWindow.TotalDays:0} days. Send history with ?backfill=true.");
        if (said.Data is { } data && data.GetRawText().Length > MaxDataBytes)
            return new("too_large", $"Its data must be at most {MaxDataBytes / 1024} KB.");
        List<Meter> heard = [.. meters];
        return Reserved(said.Type, heard.Count > 0)
            ?? Session(said)
            ?? PurchaseRules.Check(said)
            ?? heard.Select(meter => Measured(said, meter)).FirstOrDefault(rejected => rejected is not null);
    }

    /// <summary>Prevents mistyped types such as session.start from being stored without being counted.</summary>
    private static Rejection? Reserved(string type, bool isMetered)
    {
        if (
            isMetered
            || IntakeEvent.Known.Contains(type)
            || s_reserved.FirstOrDefault(start => type.StartsWith(start, StringComparison.Ordinal)) is not { } mine
        )
            return null;
        var near = ClosestMatch.Find(type, IntakeEvent.Known) ?? IntakeEvent.Known.First(known => known.StartsWith(mine, StringComparison.Ordinal));
        return new("unknown_type", $"Unknown event type {type}. Did you mean {near}? Types that start with {string.Join(" or ", s_reserved)} are reserved.");
    }

    /// <returns>Null if the time is not too far ahead.</returns>
    public static Rejection? TooFarAhead(DateTimeOffset at, DateTimeOffset now) =>
        at > now + MaxClockSkew
            ? new("time_ahead", $"Its time is {Words(at - now)} ahead of this console's clock. Correct the clock of the sender and send it again.")
            : null;

    private static Rejection? Session(IntakeEvent said)
    {
        if (said.Type is not (IntakeEvent.SessionStarted or IntakeEvent.SessionEnded or IntakeEvent.SessionRecorded))
            return null;
        if (said.Type is not IntakeEvent.SessionRecorded)
            return said.Text("session") is { Length: > 0 and <= 200 }
                ? null
                : new("missing_session", "data.session is required: your id for the session, 1 to 200 characters, the same in its start and end event.");
        return
            said.Data is { } data
            && data.TryGetProperty("duration_seconds", out var seconds)
            && seconds.ValueKind is JsonValueKind.Number
            && seconds.TryGetInt64(out var length)
            && length >= 0
            && length <= s_maxSessionLength.TotalSeconds
            ? null
            : new("bad_duration", "data.duration_seconds is required: whole seconds, at most 86400.");
    }

    private static Rejection? Measured(IntakeEvent said, Meter meter) =>
        meter.Value(said) is null && meter.Adds is not (AggregationKind.Count or AggregationKind.Unique or AggregationKind.Latest)
            ? new("bad_value", $"The meter {meter.Key} requires a number in data.{string.Join('.', meter.ValuePath)}.")
            : null;

    private static string Words(TimeSpan span) =>
        span.TotalDays >= 2
            ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} days")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} minutes");
}
