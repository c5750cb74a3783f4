using System.Collections.Frozen;

namespace OwnerConsole.Data;

/// <summary>A subset of tenants that people with a limited role can access.</summary>
/// <param name="Words">Query of the tenant list that selects them: <c>plan=pro&amp;tag=vip</c>.</param>
/// <param name="Tenants">Ids of the tenants that the query currently selects.</param>
public sealed record Segment(string Words, IReadOnlySet<string> Tenants)
{
    /// <summary>Restricts database statements to these tenants. Shared by all concurrent requests.</summary>
    public TenantScope Scope { get; } = new(Tenants);

    /// <summary>A segment without tenants: nothing is accessible until the query is resolved.</summary>
    internal static Segment? Unloaded(string? words) => words is null ? null : Of(words, []);

    internal static Segment Of(string words, IEnumerable<string> tenants) => new(words, tenants.ToFrozenSet(StringComparer.Ordinal));
}
