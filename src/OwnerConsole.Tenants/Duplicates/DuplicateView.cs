using OwnerConsole.Data;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Two records that are likely the same, in the API.</summary>
/// <param name="Kind">Whether two members or two tenants are similar.</param>
/// <param name="TenantId">Tenant of both members; null for two tenants.</param>
/// <param name="FirstId">ID of one member or tenant.</param>
/// <param name="SecondId">ID of the other.</param>
/// <param name="Score">How likely they are the same: 50 to 99.</param>
/// <param name="Reasons">Why they are likely the same, the strongest reason first.</param>
/// <param name="FoundAt">When they became similar.</param>
/// <param name="DismissedAt">When the pair was dismissed; null if it isn't.</param>
public sealed record DuplicateView(
    string Id,
    DuplicateKind Kind,
    string? TenantId,
    string FirstId,
    string SecondId,
    int Score,
    IReadOnlyList<DuplicateReason> Reasons,
    DuplicateState State,
    DateTimeOffset FoundAt,
    DateTimeOffset? DismissedAt
);

/// <summary>States of likely duplicates.</summary>
public enum DuplicateState
{
    Open,

    /// <summary>Dismissed for all its reasons.</summary>
    Dismissed,

    /// <summary>One of the two records was merged into another.</summary>
    Merged,
}
