namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Which times of telemetry are accepted.</summary>
internal static class ServiceTime
{
    /// <summary>How old an item can be. Exporters repeat requests for minutes, and collectors can store them for hours.</summary>
    private static readonly TimeSpan s_maxAge = TimeSpan.FromDays(1);

    /// <summary>How far the clock of a service can be ahead.</summary>
    private static readonly TimeSpan s_maxLead = TimeSpan.FromMinutes(10);

    public static bool IsAccepted(DateTimeOffset at, DateTimeOffset now) => at <= now + s_maxLead && at >= now - s_maxAge;
}
