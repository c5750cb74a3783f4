using System.Globalization;
using OwnerConsole.Pure.Exports;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tenants.TimeReports;

/// <summary>Rows of the CSV file: sessions, a total for each member and a grand total, under one header.</summary>
internal static class TimeReportLines
{
    public static readonly string Head = Csv.Row(
        "row",
        "member",
        "external_id",
        "support_number",
        "started_at",
        "ended_at",
        "ended",
        "sessions",
        "seconds",
        "duration"
    );

    public static string Of(SessionRow row, Zone zone) =>
        Line(
            "session",
            (row.Name, row.ExternalId, row.SupportNumber),
            (Instant(row.StartedAt, zone), row.EndedAt is { } end ? Instant(end, zone) : null, Ended(row)),
            1,
            row.Seconds
        );

    public static string Of(ReportMember? person, SessionTotal total) =>
        Line("total", (person?.Name, person?.ExternalId, person?.SupportNumber), default, total.Sessions, total.Seconds);

    /// <summary>The grand total. It is the last row, so a file without it is incomplete.</summary>
    public static string Of(SessionTotal all) => Line("all", default, default, all.Sessions, all.Seconds);

    /// <returns>Hours, minutes and seconds. Hours can exceed 24.</returns>
    public static string Duration(long seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");

    private static string Line(
        string row,
        (string? Name, string? ExternalId, string? SupportNumber) who,
        (string? Start, string? End, string? Ended) when,
        long sessions,
        long? seconds
    ) =>
        Csv.Line([
            row,
            who.Name,
            who.ExternalId,
            who.SupportNumber,
            when.Start,
            when.End,
            when.Ended,
            (decimal)sessions,
            seconds is { } whole ? (decimal)whole : null,
            seconds is { } known ? Duration(known) : null,
        ]);

    private static string Ended(SessionRow row) =>
        row.EndedAt is null ? "still open"
        : row.TimedOut ? "timed out"
        : "ended";

    /// <summary>Local time with its offset, so that the repeated hour at the end of daylight saving time is unambiguous.</summary>
    private static string Instant(DateTimeOffset at, Zone zone) => zone.ToLocal(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}

/// <param name="Seconds">Total time of the sessions that have ended.</param>
internal sealed record SessionTotal(long Sessions, long Seconds)
{
    public static readonly SessionTotal None = new(0, 0);

    public SessionTotal With(SessionRow row) => new(Sessions + 1, Seconds + (row.Seconds ?? 0));
}
