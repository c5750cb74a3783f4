using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>How numbers are cut: what the owner chose, in one row for every statement that counts.</summary>
/// <param name="ZoneName">IANA; days, weeks and months of every number begin in it</param>
/// <param name="Currency">ISO 4217, of every sum of money</param>
/// <param name="SessionLimit">a session that nobody ended is closed after this long, and marked</param>
/// <param name="KeepEvents">raw events; what was folded from them stays</param>
/// <param name="ImportsUntil">when the first month was closed: no history is imported after that; null while it is open</param>
public sealed record Reporting(string ZoneName, string Currency, TimeSpan SessionLimit, TimeSpan KeepEvents, DateTimeOffset? ImportsUntil)
{
    public const string Zones = "time_zone",
        Currencies = "currency";

    public static readonly Setting ZoneSetting = new(
        "reporting.zone",
        SettingCategory.General,
        "Time zone",
        "Days, weeks and months of every number begin there.",
        "UTC"
    )
    {
        Kind = FieldKind.Choice,
        Source = Zones,
        Fits = name => Zone.Find(name) is not null,
        Form = Sentence.Say($"Name a time zone of the IANA database, such as Europe/Berlin, or UTC."),
        Follows = Recounted,
        Apply = async (zone, work) =>
        {
            await work.Do("update core.reporting set zone = @zone", new { zone });
            await Recounting.Ask(work);
        },
    };

    public static readonly Setting CurrencySetting = new(
        "reporting.currency",
        SettingCategory.Billing,
        "Reporting currency",
        "Of every sum of money. What is priced in another is not summed.",
        "USD"
    )
    {
        Kind = FieldKind.Choice,
        Source = Currencies,
        Fits = Pure.Amounts.Currency.Exists,
        Form = Sentence.Say($"Name a currency by its three letters of ISO 4217, such as EUR."),
        Follows = (_, _) => Task.FromResult(Sentence.Say($"Every number of money follows from now on.")),
        Apply = (currency, work) => work.Do("update core.reporting set currency = @currency", new { currency }),
    };

    public static readonly Setting SessionSetting = new(
        "sessions.longest_hours",
        SettingCategory.General,
        "Longest session",
        "A session that nobody ended is closed after so long, and marked.",
        "12"
    )
    {
        Kind = FieldKind.Number,
        Least = 1,
        Most = 24,
        Unit = "hours",
        Apply = (hours, work) => work.Do("update core.reporting set session_limit = (@hours || ' hours')::interval", new { hours }),
    };

    public static readonly Setting KeepSetting = new(
        "events.keep_days",
        SettingCategory.Features,
        "Events are kept",
        "What your application reported, event by event. What was counted of it stays for ever, but can be counted anew only while they are kept.",
        "90"
    )
    {
        Kind = FieldKind.Number,
        Least = 7,
        Most = 730,
        Unit = "days",
        Follows = (_, _) => Task.FromResult(Sentence.Say($"Events older than that are dropped within the hour, and don't come back.")),
        Apply = (days, work) => work.Do("update core.reporting set keep_events = (@days || ' days')::interval", new { days }),
    };

    /// <summary>The owner's zone.</summary>
    public Zone Zone => Zone.FirstOf(ZoneName);

    public static async Task<Reporting> Of(Work work) =>
        (await work.One<Reporting>("select zone as zone_name, currency, session_limit, keep_events, imports_until from core.reporting"))!; // the row is always there

    private static async Task<Sentence> Recounted(string zone, Work work) =>
        await Recounting.KeptSince(zone, work) is { } day
            ? Sentence.Say(
                $"All days from {Zone.Find(zone)!.StartOf(day)} on are counted anew, which takes some minutes. Events before that are not kept: only sessions are counted anew there."
            )
            : Sentence.Say($"All days are counted anew, which takes some minutes.");
}
