using OwnerConsole.Data;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Settings;

/// <summary>Reporting settings of the owner, in one row for all statements that count.</summary>
/// <param name="ZoneName">IANA time zone of days, weeks and months.</param>
/// <param name="Currency">ISO 4217 code of all money metrics.</param>
/// <param name="SessionLimit">Duration after which an open session is closed and marked.</param>
/// <param name="KeepEvents">Retention of raw events; their counts are kept.</param>
/// <param name="ImportsUntil">When the first month was closed, after which no history can be imported; null while imports are possible.</param>
public sealed record ReportingSettings(string ZoneName, string Currency, TimeSpan SessionLimit, TimeSpan KeepEvents, DateTimeOffset? ImportsUntil)
{
    public const string Zones = "time_zone",
        Currencies = "currency";

    /// <summary>The reporting time zone.</summary>
    public Zone Zone => Zone.FirstKnown(ZoneName);

    public static async Task<ReportingSettings> Of(UnitOfWork work) =>
        (await work.One<ReportingSettings>("select zone as zone_name, currency, session_limit, keep_events, imports_until from core.reporting"))!; // always exists.
}
