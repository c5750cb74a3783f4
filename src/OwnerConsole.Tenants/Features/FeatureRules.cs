using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Features;

/// <summary>What a feature must be to be granted, and how it is kept.</summary>
internal static class FeatureRules
{
    private const int MostDecimals = 6,
        MostBurst = 100;

    /// <returns>why nobody can be granted this; null when they can</returns>
    public static Refusal? Check(KnownFeature feature) =>
        feature switch
        {
            _ when !OneLine.Fits(feature.Name, 80) => new("bad_name", $"A feature has a name of 1 to 80 characters."),
            { IsCounted: true } when !OneLine.Fits(feature.Unit, 20) => new(
                "bad_unit",
                $"Say what one of it is called, in 1 to 20 characters, such as client or GB."
            ),
            { Kind: FeatureKind.Unique, Resets: Reset.Never } => new(
                "bad_resets",
                $"Different ids are counted by the day, week, month or year; what is held for good is a gauge."
            ),
            { Kind: FeatureKind.Rate, Resets: not (Reset.Second or Reset.Minute or Reset.Hour) } => new(
                "bad_resets",
                $"A rate is so many within a second, a minute or an hour."
            ),
            { Kind: not FeatureKind.Rate, Resets: Reset.Second or Reset.Minute or Reset.Hour } => new(
                "bad_resets",
                $"Only a rate comes back within a second, a minute or an hour; what is counted does by the day, week, month or year, or never."
            ),
            { Decimals: < 0 or > MostDecimals } => new("bad_decimals", $"An amount has 0 to {MostDecimals} decimals."),
            { Kind: FeatureKind.Unique, Decimals: > 0 } => new("bad_decimals", $"Different ids are counted whole."),
            { Kind: FeatureKind.Rate, Enforcement: not Enforcement.Hard } => new(
                "bad_enforcement",
                $"A rate is refused where it is reached; what was used comes back by itself."
            ),
            { IsCounted: true, Enforcement: Enforcement.Burst, Burst: < 1 or > MostBurst } => new(
                "bad_burst",
                $"Above the limit are allowed 1 to {MostBurst} hundredths of it."
            ),
            { Counts.Length: > 0 } when ReportedSource.Read(feature.Counts) is not { } source || !source.Fits(feature.Kind) => new(
                "bad_counts",
                $"A gauge is counted from members, members:ROLE or meter:KEY, a counter from sessions or meter:KEY."
            ),
            _ when feature.Read(feature.Allows) is null => KnownFeature.Unreadable(feature.Kind),
            _ => null,
        };

    public static Refusal NoSuchMeter => new("unknown_meter", $"No meter has this key. Declare the meter first.");

    /// <returns>true when the use would be counted from a meter that is not declared</returns>
    public static async Task<bool> LacksMeter(string? counts, Work work) =>
        ReportedSource.Read(counts ?? "") is { Kind: ReportedKind.Meter, Key: var key } && (await Meters.List(work)).All(meter => meter.Key != key);

    /// <summary>As it is kept: what says nothing about a kind is as if it had not been said.</summary>
    public static KnownFeature Kept(KnownFeature feature) =>
        feature with
        {
            Resets = feature.Kind is FeatureKind.Counter or FeatureKind.Unique or FeatureKind.Rate ? feature.Resets : Reset.Never,
            Name = feature.Name.Trim(),
            Unit = feature.IsCounted ? feature.Unit.Trim() : "",
            Allows = feature.Read(feature.Allows)?.Text ?? feature.Allows,
            Enforcement = feature.IsCounted ? feature.Enforcement : Enforcement.Hard,
            Burst = feature.IsCounted && feature.Enforcement is Enforcement.Burst ? feature.Burst : 0,
        };
}
