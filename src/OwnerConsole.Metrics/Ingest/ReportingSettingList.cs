using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Declares the settings for reporting. Their values are read as <see cref="ReportingSettings"/>.</summary>
public static class ReportingSettingList
{
    private static readonly Setting s_zoneSetting = new(
        "reporting.zone",
        SettingCategory.General,
        "Time zone",
        "Time zone for the days, weeks and months of all metrics.",
        "UTC"
    )
    {
        Synonyms = "timezone, tz",
        Kind = FieldKind.Choice,
        Source = ReportingSettings.Zones,
        IsValid = name => Zone.Find(name) is not null,
        FormatHelp = Sentence.Say($"Enter an IANA time zone, such as Europe/Berlin, or UTC."),
        DescribeEffect = DescribeZoneEffect,
        Apply = async (zone, work) =>
        {
            await work.Execute("update core.reporting set zone = @zone", new { zone });
            await EventReprojection.Request(work);
        },
    };

    private static readonly Setting s_currencySetting = new(
        "reporting.currency",
        SettingCategory.Billing,
        "Reporting currency",
        "Currency of all money metrics. Amounts in other currencies are converted with the exchange rates of each day.",
        "USD"
    )
    {
        Synonyms = "currency, money",
        Kind = FieldKind.Choice,
        Source = ReportingSettings.Currencies,
        IsValid = Pure.Amounts.Currency.Exists,
        FormatHelp = Sentence.Say($"Enter a three-letter ISO 4217 currency code, such as EUR."),
        DescribeEffect = (_, _) =>
            Task.FromResult(
                Sentence.Say($"All money metrics use this currency from now on. MRR is recalculated, and closed months are open in the new currency.")
            ),
        Apply = (currency, work) => work.Execute("update core.reporting set currency = @currency", new { currency }),
    };

    private static readonly Setting s_sessionSetting = new(
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

    private static readonly Setting s_keepSetting = new(
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

    /// <summary>The settings in the order of their declaration.</summary>
    public static IReadOnlyList<Setting> All => [s_zoneSetting, s_currencySetting, s_sessionSetting, s_keepSetting];

    private static async Task<Sentence> DescribeZoneEffect(string zone, UnitOfWork work) =>
        await EventReprojection.FirstKeptDay(zone, work) is { } day
            ? Sentence.Say(
                $"All days from {Zone.Find(zone)!.StartOf(day)} on are recalculated, which takes a few minutes. Earlier events are no longer stored, so only sessions are recalculated there."
            )
            : Sentence.Say($"All days are recalculated, which takes a few minutes.");
}
