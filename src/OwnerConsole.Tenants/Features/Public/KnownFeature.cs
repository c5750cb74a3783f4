using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tenants.Features.Public;

/// <summary>A feature that plans can grant today.</summary>
/// <param name="Key">as the application names it</param>
/// <param name="Decimals">places that an amount of it may have</param>
/// <param name="Unit">what one is called; empty for what isn't counted</param>
/// <param name="Allows">where neither a plan nor anybody else says more; see <see cref="Allowance"/></param>
/// <param name="Burst">hundredths of the limit that are allowed above it</param>
/// <param name="Counts">reported data that its use is counted from, see <see cref="ReportedSource"/>; empty where the application claims it</param>
public sealed record KnownFeature(
    string FeatureId,
    string Key,
    FeatureKind Kind,
    Reset Resets,
    int Decimals,
    string Name,
    string Unit,
    string Allows,
    Enforcement Enforcement,
    int Burst,
    Outage Outage,
    string Counts = ""
)
{
    public bool IsCounted => Kind is not (FeatureKind.Boolean or FeatureKind.Config);

    /// <summary>What was used stands until it is freed or a period ends; of a rate it comes back by itself.</summary>
    public bool IsUsedUp => IsCounted && Kind is not FeatureKind.Rate;

    /// <returns>null when it can't be said of this feature</returns>
    public Allowance? Read(string text) => Allowance.Read(Kind, Decimals, text.Trim());

    /// <summary>Of a rate: how long what was used takes to come back.</summary>
    public TimeSpan? Within =>
        Kind is not FeatureKind.Rate
            ? null
            : Resets switch
            {
                Reset.Second => TimeSpan.FromSeconds(1),
                Reset.Minute => TimeSpan.FromMinutes(1),
                _ => TimeSpan.FromHours(1),
            };

    /// <returns>such as <c> a month</c>; empty for what is never reset</returns>
    public string Each =>
        Resets switch
        {
            Reset.Never => "",
            Reset.Hour => " an hour",
            _ => $" a {Resets.ToText()}",
        };

    /// <summary>Adds to a sentence how much of something that is counted is allowed. Sentences have whole numbers.</summary>
    public static void Say(Allowance allows, Sentence says)
    {
        if (allows.Limit is not { } limit)
        {
            says.AppendLiteral("any amount");
            return;
        }
        if (limit != decimal.Truncate(limit))
            says.AppendLiteral("about ");
        says.AppendFormatted((long)limit);
    }

    /// <summary>The same, and within how long where that is a rate.</summary>
    public void SayAllowed(Allowance allows, Sentence says)
    {
        Say(allows, says);
        if (Kind is FeatureKind.Rate && !allows.IsUnlimited)
            says.AppendLiteral(Each);
    }

    /// <returns>why an allowance can't be said of a feature of this kind</returns>
    public static Refusal Unreadable(FeatureKind kind) =>
        kind switch
        {
            FeatureKind.Boolean => new("bad_allows", $"A feature of this kind is on or off."),
            FeatureKind.Config => new("bad_allows", $"A value has 200 printable characters at most."),
            _ => new("bad_allows", $"A limit is a number of 0 or more, with no more decimals than the feature counts, or unlimited."),
        };
}
