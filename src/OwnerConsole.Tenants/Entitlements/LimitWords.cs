using System.Globalization;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>How far somebody is with a limit, in the same words for the owner and for the tenant.</summary>
internal static class LimitWords
{
    /// <returns><c>12 of 100 clients, 3 reserved</c>; of a rate, and of what isn't counted, what it allows</returns>
    public static string Amount(EntitlementView entitlement) =>
        entitlement is { Limit: "0", Used: "0", Credits: null } ? "Not included"
        : entitlement is { Unit: { } of, Per: { } per }
            ? entitlement.Limit is { } most ? $"{most} {Nouns.OfUnit(of, most)} {(per is "hour" ? "an" : "a")} {per}"
                : entitlement.Allows
        : entitlement is { Unit: { } unit, Used: { } used }
            ? (
                entitlement.Limit is { } limit
                    ? $"{Allowance.Plain(Included(entitlement))} of {limit} {Nouns.OfUnit(unit, limit)}{Paid(entitlement)}"
                    : $"{used} {Nouns.OfUnit(unit, used)}, unlimited"
            ) + Held(entitlement)
        : entitlement.Allows.Length == 0 ? "–"
        : entitlement.Allows;

    /// <returns>of the limit, 1 for all of it; null where there is none</returns>
    public static decimal? Share(EntitlementView entitlement) =>
        entitlement is { Limit: { } limit, Used: not null, Per: null } && Number(limit) is var most && most > 0 ? Included(entitlement) / most : null;

    /// <returns>the state of a limit that is near or reached; null below <see cref="NearLimit"/></returns>
    public static (Tone Tone, string Says)? State(EntitlementView entitlement) =>
        Share(entitlement) switch
        {
            > 1 => (Tone.Bad, $"Over by {Allowance.Plain(Included(entitlement) - Number(entitlement.Limit!))}"), // there is a share of it
            _ when entitlement.BlockedSince is not null => (Tone.Bad, "Blocked"),
            1 when entitlement.Credits is not null => (Tone.Soon, "Uses credits"),
            1 => (Tone.Bad, "Limit reached"),
            >= 0.9m => (Tone.Soon, "Almost used up"),
            >= NearLimit.Share => (Tone.Soon, "Near the limit"),
            _ => null,
        };

    /// <param name="day">as the reader's calendar names it</param>
    /// <returns>null where all of it was used in the period that runs</returns>
    public static string? Late(EntitlementView entitlement, Func<DateTimeOffset, string> day) =>
        entitlement is { Adjusted: { } late, PeriodStart: { } began } ? $"{late} of it were used before {day(began)} and reported later." : null;

    /// <returns>for a bar that ends at the limit</returns>
    public static string Hundredths(decimal share) => ((int)(Math.Min(1, share) * 100)).ToString(CultureInfo.InvariantCulture);

    public static decimal Number(string amount) => decimal.Parse(amount, CultureInfo.InvariantCulture);

    /// <summary>What was used and is not paid for by credits.</summary>
    private static decimal Included(EntitlementView entitlement) => Number(entitlement.Used!) - Number(entitlement.FromCredits ?? "0"); // it is counted

    private static string Paid(EntitlementView entitlement) => entitlement.FromCredits is { } paid ? $", {paid} from credits" : "";

    private static string Held(EntitlementView entitlement) => entitlement.Reserved is null or "0" ? "" : $", {entitlement.Reserved} reserved";
}
