using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Entitlements.Decisions;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Where a gauge stands after what was said of it.</summary>
/// <param name="Feature">its key</param>
/// <param name="Limit">null for unlimited</param>
/// <param name="Remaining">null for no end; 0 where more is used than may be</param>
/// <param name="Version">of what it was set to last; null for one that is counted by slots</param>
/// <param name="Decision">the id of this answer, which the console shows the reasons of</param>
public sealed record GaugeView(string Feature, string Used, string? Limit, string? Remaining, long? Version, string Decision)
{
    /// <param name="asked">of it, just now</param>
    internal static GaugeView Of(Usage usage, decimal asked, DateTimeOffset at, SecretBox box) =>
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
                usage.Source ?? LimitSource.Feature, // a row that is older than the column is made anew
                usage.SourceId,
                usage.Revision,
                at
            ).Signed(box)
        );
}

/// <summary>All that is used of a gauge.</summary>
/// <param name="Value">as a decimal number, 0 or more</param>
/// <param name="Version">your own number, which grows with every change: what is older than was said before is refused</param>
public sealed record GaugeLevel(string Value, long Version);
