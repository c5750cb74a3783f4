namespace OwnerConsole.Pure.Periods;

/// <summary>Timestamps in requests, which must mean the same instant on every server.</summary>
public static class TimestampText
{
    private const int DateLength = 10;

    /// <summary>RFC 3339 requires the offset. Without it, the reader would use the time zone of the machine.</summary>
    /// <param name="text">A timestamp, such as <c>2026-11-20T10:00:00Z</c> or <c>2026-11-20T12:00:00+02:00</c>.</param>
    /// <returns>False for a date, and for a timestamp without an offset.</returns>
    public static bool HasOffset(string text) => text.Length > DateLength && text.AsSpan(DateLength).IndexOfAny("Zz+-") >= 0;
}
