using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Plans.Entitlements.Decisions;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Gauges;

/// <summary>State of a gauge after a change.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Used">Places in use.</param>
/// <param name="Limit">The limit; null for unlimited.</param>
/// <param name="Remaining">Amount that can still be used, 0 if the gauge is above its limit; null if there is no ceiling.</param>
/// <param name="Version">Version of the last value; null for a gauge that is counted by slots.</param>
/// <param name="Decision">Id of this decision, which the console can explain.</param>
public sealed record GaugeView(string Feature, string Used, string? Limit, string? Remaining, long? Version, string Decision)
{
    /// <param name="asked">The amount just requested.</param>
    internal static GaugeView Of(FeatureUsage usage, decimal asked, DateTimeOffset at, SecretBox box) =>
        new(
            usage.Feature,
            Allowance.Plain(usage.Used),
            usage.Allows is { } limit ? Allowance.Plain(limit) : null,
            usage.Ceiling is { } ceiling ? Allowance.Plain(Math.Max(ceiling - usage.Used, 0)) : null,
            usage.Version,
            new LimitDecision(
                usage.TenantId,
                usage.Feature,
                Allowed: true,
                asked,
                usage.Used,
                usage.Reserved,
                usage.Allows,
                usage.Source ?? LimitSource.Feature, // Rows older than the column are rewritten first.
                usage.SourceId,
                usage.Revision,
                at
            ).Sign(box)
        );
}

/// <summary>Value of a gauge.</summary>
/// <param name="Value">Decimal number, 0 or more.</param>
/// <param name="Version">Your own number, which grows with every change; older versions are refused.</param>
public sealed record GaugeSetRequest(string Value, long Version);
