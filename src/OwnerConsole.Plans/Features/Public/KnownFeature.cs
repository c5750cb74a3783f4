using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Features.Public;

/// <summary>A feature that plans can include.</summary>
/// <param name="FeatureId">ID of the feature.</param>
/// <param name="Key">Key that the application uses.</param>
/// <param name="Kind">What kind of feature it is.</param>
/// <param name="Resets">When usage resets to 0.</param>
/// <param name="Decimals">Decimal places of its amounts.</param>
/// <param name="Name">Name of the feature.</param>
/// <param name="Unit">Name of its unit; empty when it isn't counted.</param>
/// <param name="Allows">Default when no plan, grant or override sets a limit, see <see cref="Allowance"/>.</param>
/// <param name="Enforcement">What happens when the limit is reached.</param>
/// <param name="Burst">Percentage allowed above the limit.</param>
/// <param name="Outage">What the application should do while it can't reach the console.</param>
/// <param name="Counts">Reported data that usage is counted from, see <see cref="ReportedSource"/>; empty when the application claims usage itself.</param>
public sealed record KnownFeature(
    string FeatureId,
    string Key,
    FeatureKind Kind,
    ResetInterval Resets,
    int Decimals,
    string Name,
    string Unit,
    string Allows,
    Enforcement Enforcement,
    int Burst,
    OutagePolicy Outage,
    string Counts = ""
)
{
    /// <summary>Whether it has usage: not for features that are on or off or have a text value.</summary>
    public bool IsCounted => Kind is not (FeatureKind.Boolean or FeatureKind.Config);

    /// <summary>Whether usage lasts until it is freed or the period ends. The usage of a rate recovers continuously.</summary>
    public bool IsUsedUp => IsCounted && Kind is not FeatureKind.Rate;

    /// <summary>Whether credits can pay for usage beyond the limit: only for usage that the application claims.</summary>
    public bool CanUseCredits => Kind is FeatureKind.Counter && Counts.Length == 0;

    /// <returns>The limit; null when the text is invalid for this feature.</returns>
    public Allowance? Read(string text) => Allowance.Read(Kind, Decimals, text.Trim());

    /// <summary>Time in which a rate recovers completely; null for other kinds.</summary>
    public TimeSpan? Within =>
        Kind is not FeatureKind.Rate
            ? null
            : Resets switch
            {
                ResetInterval.Second => TimeSpan.FromSeconds(1),
                ResetInterval.Minute => TimeSpan.FromMinutes(1),
                _ => TimeSpan.FromHours(1),
            };

    /// <summary>Text such as <c> a month</c>; empty for a feature that never resets.</summary>
    public string Each =>
        Resets switch
        {
            ResetInterval.Never => "",
            ResetInterval.Hour => " an hour",
            _ => $" a {Resets.ToText()}",
        };

    /// <summary>Appends the limit of a counted feature to a sentence. Sentences contain whole numbers only.</summary>
    public static void AppendAmount(Allowance allows, Sentence says)
    {
        if (allows.Limit is not { } limit)
        {
            says.AppendLiteral("unlimited");
            return;
        }
        if (limit != decimal.Truncate(limit))
            says.AppendLiteral("about ");
        says.AppendFormatted((long)limit);
    }

    /// <summary>Appends the limit to a sentence, and the period for a rate.</summary>
    public void AppendAllowance(Allowance allows, Sentence says)
    {
        AppendAmount(allows, says);
        if (Kind is FeatureKind.Rate && !allows.IsUnlimited)
            says.AppendLiteral(Each);
    }

    /// <returns>The refusal for a limit that is invalid for this kind.</returns>
    public static Refusal InvalidAllowance(FeatureKind kind) =>
        kind switch
        {
            FeatureKind.Boolean => new("bad_allows", $"The limit of this feature must be on or off."),
            FeatureKind.Config => new("bad_allows", $"A value can have at most 200 printable characters."),
            _ => new("bad_allows", $"A limit must be unlimited or a number of at least 0 with no more decimals than the feature has."),
        };
}
