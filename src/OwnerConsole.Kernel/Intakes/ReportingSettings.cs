using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Intakes;

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

    public static readonly Setting ZoneSetting = new(
        "reporting.zone",
        SettingCategory.General,
        "Time zone",
        "Time zone for the days, weeks and months of all metrics.",
        "UTC"
    )
    {
        Kind = FieldKind.Choice,
        Source = Zones,
        IsValid = name => Zone.Find(name) is not null,
        FormatHelp = Sentence.Say($"Enter an IANA time zone, such as Europe/Berlin, or UTC."),
        DescribeEffect = DescribeZoneEffect,
        Apply = async (zone, work) =>
        {
            await work.Execute("update core.reporting set zone = @zone", new { zone });
            await EventReprojection.Request(work);
        },
    };

    public static readonly Setting CurrencySetting = new(
        "reporting.currency",
        SettingCategory.Billing,
        "Reporting currency",
        "Currency of all money metrics. Prices in other currencies are not included.",
        "USD"
    )
    {
        Kind = FieldKind.Choice,
        Source = Currencies,
        IsValid = Pure.Amounts.Currency.Exists,
        FormatHelp = Sentence.Say($"Enter a three-letter ISO 4217 currency code, such as EUR."),
        DescribeEffect = (_, _) => Task.FromResult(Sentence.Say($"All money metrics use this currency from now on.")),
        Apply = (currency, work) => work.Execute("update core.reporting set currency = @currency", new { currency }),
    };

    public static readonly Setting SessionSetting = new(
        "sessions.longest_hours",
        SettingCategory.General,
        "Max session duration",
        "Sessions still open after this time are closed and marked as timed out.",
        "12"
    )
    {
        Kind = FieldKind.Number,
        Min = 1,
        Max = 24,
        Unit = "hours",
        Apply = (hours, work) => work.Execute("update core.reporting set session_limit = (@hours || ' hours')::interval", new { hours }),
    };

    public static readonly Setting KeepSetting = new(
        "events.keep_days",
        SettingCategory.Features,
        "Event retention",
        "How long reported events are stored. Metrics are kept permanently, but can be recalculated only while the events are stored.",
        "90"
    )
    {
        Kind = FieldKind.Number,
        Min = 7,
        Max = 730,
        Unit = "days",
        DescribeEffect = (_, _) => Task.FromResult(Sentence.Say($"Older events are deleted within the hour and can't be restored.")),
        Apply = (days, work) => work.Execute("update core.reporting set keep_events = (@days || ' days')::interval", new { days }),
    };

    /// <summary>The reporting time zone.</summary>
    public Zone Zone => Zone.FirstKnown(ZoneName);

    public static async Task<ReportingSettings> Of(UnitOfWork work) =>
        (await work.One<ReportingSettings>("select zone as zone_name, currency, session_limit, keep_events, imports_until from core.reporting"))!; // always exists.

    private static async Task<Sentence> DescribeZoneEffect(string zone, UnitOfWork work) =>
        await EventReprojection.FirstKeptDay(zone, work) is { } day
            ? Sentence.Say(
                $"All days from {Zone.Find(zone)!.StartOf(day)} on are recalculated, which takes a few minutes. Earlier events are no longer stored, so only sessions are recalculated there."
            )
            : Sentence.Say($"All days are recalculated, which takes a few minutes.");
}
