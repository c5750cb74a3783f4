using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Plans.Features;

/// <summary>Validates and normalizes features.</summary>
internal static class FeatureRules
{
    private const int MaxDecimals = 6,
        MostBurst = 100;

    /// <returns>Why the feature is invalid; null when it is valid.</returns>
    public static Refusal? Check(KnownFeature feature) =>
        feature switch
        {
            _ when !SingleLineText.IsValid(feature.Name, 80) => new("bad_name", $"A feature name must have 1 to 80 characters."),
            { IsCounted: true } when !SingleLineText.IsValid(feature.Unit, 20) => new(
                "bad_unit",
                $"The unit must have 1 to 20 characters, such as client or GB."
            ),
            { Kind: FeatureKind.Unique, Resets: ResetInterval.Never } => new(
                "bad_resets",
                $"Unique ids must reset every day, week, month or year. Use a gauge for an amount that never resets."
            ),
            { Kind: FeatureKind.Rate, Resets: not (ResetInterval.Second or ResetInterval.Minute or ResetInterval.Hour) } => new(
                "bad_resets",
                $"A rate must reset every second, minute or hour."
            ),
            { Kind: not FeatureKind.Rate, Resets: ResetInterval.Second or ResetInterval.Minute or ResetInterval.Hour } => new(
                "bad_resets",
                $"Only a rate can reset every second, minute or hour. Other features reset every day, week, month or year, or never."
            ),
            { Decimals: < 0 or > MaxDecimals } => new("bad_decimals", $"decimals must be between 0 and {MaxDecimals}."),
            { Kind: FeatureKind.Unique, Decimals: > 0 } => new("bad_decimals", $"Unique ids can't have decimals."),
            { Kind: FeatureKind.Rate, Enforcement: not Enforcement.Hard } => new("bad_enforcement", $"A rate must use hard enforcement."),
            { IsCounted: true, Enforcement: Enforcement.Burst, Burst: < 1 or > MostBurst } => new(
                "bad_burst",
                $"burst must be between 1 and {MostBurst} percent of the limit."
            ),
            { Counts.Length: > 0 } when ReportedSource.Read(feature.Counts) is not { } source || !source.Fits(feature.Kind) => new(
                "bad_counts",
                $"A gauge can count members, members:ROLE or meter:KEY. A counter can count sessions or meter:KEY."
            ),
            _ when feature.Read(feature.Allows) is null => KnownFeature.InvalidAllowance(feature.Kind),
            _ => null,
        };

    public static Refusal UnknownMeter => new("unknown_meter", $"There is no meter with this key. Declare the meter first.");

    /// <returns>Whether the feature would count an undeclared meter.</returns>
    public static async Task<bool> LacksMeter(string? counts, UnitOfWork work) =>
        ReportedSource.Read(counts ?? "") is { Kind: ReportedKind.Meter, Key: var key } && (await Meters.List(work)).All(meter => meter.Key != key);

    /// <summary>The feature as it is stored: settings that don't apply to its kind are reset.</summary>
    public static KnownFeature Normalize(KnownFeature feature) =>
        feature with
        {
            Resets = feature.Kind is FeatureKind.Counter or FeatureKind.Unique or FeatureKind.Rate ? feature.Resets : ResetInterval.Never,
            Name = feature.Name.Trim(),
            Unit = feature.IsCounted ? feature.Unit.Trim() : "",
            Allows = feature.Read(feature.Allows)?.Text ?? feature.Allows,
            Enforcement = feature.IsCounted ? feature.Enforcement : Enforcement.Hard,
            Burst = feature.IsCounted && feature.Enforcement is Enforcement.Burst ? feature.Burst : 0,
        };
}
