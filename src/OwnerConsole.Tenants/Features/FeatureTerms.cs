using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Features;

/// <summary>What a feature is, is called and does where it is used up.</summary>
internal sealed record FeatureTerms(
    FeatureKind Kind,
    Reset Resets,
    int Decimals,
    string Name,
    string Unit,
    string Allows,
    Enforcement Enforcement,
    int Burst,
    Outage Outage
)
{
    private const int MostDecimals = 6,
        MostBurst = 100;

    private bool IsCounted => Kind is not (FeatureKind.Boolean or FeatureKind.Config);

    public static FeatureTerms Of(KnownFeature feature) =>
        new(feature.Kind, feature.Resets, feature.Decimals, feature.Name, feature.Unit, feature.Allows, feature.Enforcement, feature.Burst, feature.Outage);

    /// <summary>As it is kept: what says nothing about a kind is as if it had not been said.</summary>
    public FeatureTerms Kept =>
        this with
        {
            Resets = Kind is FeatureKind.Counter or FeatureKind.Unique ? Resets : Reset.Never,
            Name = Name.Trim(),
            Unit = IsCounted ? Unit.Trim() : "",
            Allows = Allowance.Read(Kind, Decimals, Allows.Trim())?.Text ?? Allows,
            Enforcement = IsCounted ? Enforcement : Enforcement.Hard,
            Burst = IsCounted && Enforcement is Enforcement.Burst ? Burst : 0,
        };

    /// <returns>why nobody can be granted this; null when they can</returns>
    public Refusal? Trouble =>
        this switch
        {
            _ when !IsText(Name, 80) => new("bad_name", $"A feature has a name of 1 to 80 characters."),
            { IsCounted: true } when !IsText(Unit, 20) => new("bad_unit", $"Say what one of it is called, in 1 to 20 characters, such as client or GB."),
            { Kind: FeatureKind.Unique, Resets: Reset.Never } => new(
                "bad_resets",
                $"Different ids are counted by the day, week, month or year; what is held for good is a gauge."
            ),
            { Decimals: < 0 or > MostDecimals } => new("bad_decimals", $"An amount has 0 to {MostDecimals} decimals."),
            { Kind: FeatureKind.Unique, Decimals: > 0 } => new("bad_decimals", $"Different ids are counted whole."),
            { IsCounted: true, Enforcement: Enforcement.Burst, Burst: < 1 or > MostBurst } => new(
                "bad_burst",
                $"Above the limit are allowed 1 to {MostBurst} hundredths of it."
            ),
            _ when Allowance.Read(Kind, Decimals, Allows.Trim()) is null => KnownFeature.Unreadable(Kind),
            _ => null,
        };

    private static bool IsText(string text, int most) => !string.IsNullOrWhiteSpace(text) && text.Trim().Length <= most && !text.Any(char.IsControl);
}
