using System.Globalization;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Entitlements;

/// <summary>Wording of usage and limits, shared by the console and the portal.</summary>
internal static class LimitLabels
{
    /// <returns><c>12 of 100 clients, 3 reserved</c>; for a rate limit or an uncounted feature, what it allows.</returns>
    public static string Amount(EntitlementView entitlement) =>
        entitlement is { Limit: "0", Used: "0", Credits: null } ? "Not included"
        : entitlement is { Unit: { } of, Per: { } per }
            ? entitlement.Limit is { } most ? $"{most} {Nouns.OfUnit(of, most)} {(per is "hour" ? "an" : "a")} {per}"
                : entitlement.Allows
        : entitlement is { Unit: { } unit, Used: { } used }
            ? (
                entitlement.Limit is { } limit
                    ? $"{Allowance.Plain(UsedWithoutCredits(entitlement))} of {limit} {Nouns.OfUnit(unit, limit)}{CreditsText(entitlement)}"
                    : $"{used} {Nouns.OfUnit(unit, used)}, unlimited"
            ) + ReservedText(entitlement)
        : entitlement.Allows.Length == 0 ? "–"
        : entitlement.Allows;

    /// <returns>Used share of the limit, 1 for all of it; null if there is no limit.</returns>
    public static decimal? Share(EntitlementView entitlement) =>
        entitlement is { Limit: { } limit, Used: not null, Per: null } && Number(limit) is var most && most > 0 ? UsedWithoutCredits(entitlement) / most : null;

    /// <returns>State of a limit that is near or reached; null below <see cref="NearLimitThreshold"/>.</returns>
    public static (Tone Tone, string Text)? Badge(EntitlementView entitlement) =>
        Share(entitlement) switch
        {
            > 1 => (Tone.Bad, $"Over by {Allowance.Plain(UsedWithoutCredits(entitlement) - Number(entitlement.Limit!))}"), // A share implies a limit.
            _ when entitlement.BlockedSince is not null => (Tone.Bad, "Blocked"),
            1 when entitlement.Credits is not null => (Tone.Soon, "Uses credits"),
            1 => (Tone.Bad, "Limit reached"),
            >= 0.9m => (Tone.Soon, "Almost used up"),
            >= NearLimitThreshold.Share => (Tone.Soon, "Near the limit"),
            _ => null,
        };

    /// <param name="day">Formats a day in the reader's time zone.</param>
    /// <returns>Null if all usage happened in the current period.</returns>
    public static string? LateUsageText(EntitlementView entitlement, Func<DateTimeOffset, string> day) =>
        entitlement is { Adjusted: { } late, PeriodStart: { } began } ? $"Includes {late} used before {day(began)} and reported late." : null;

    /// <returns>Percentage for a bar that ends at the limit.</returns>
    public static string PercentText(decimal share) => ((int)(Math.Min(1, share) * 100)).ToString(CultureInfo.InvariantCulture);

    public static decimal Number(string amount) => decimal.Parse(amount, CultureInfo.InvariantCulture);

    /// <summary>Usage that is not paid from credits.</summary>
    private static decimal UsedWithoutCredits(EntitlementView entitlement) => Number(entitlement.Used!) - Number(entitlement.FromCredits ?? "0"); // Counted features have usage.

    private static string CreditsText(EntitlementView entitlement) => entitlement.FromCredits is { } paid ? $", {paid} from credits" : "";

    private static string ReservedText(EntitlementView entitlement) => entitlement.Reserved is null or "0" ? "" : $", {entitlement.Reserved} reserved";
}
