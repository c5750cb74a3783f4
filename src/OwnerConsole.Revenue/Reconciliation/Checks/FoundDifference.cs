using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Reconciliation.Checks;

/// <summary>A difference that a check has found.</summary>
/// <param name="Field">Empty if the whole object is concerned.</param>
/// <param name="Ours">Value in the console; null if it has none, or if it is personal.</param>
/// <param name="Theirs">Value at Stripe.</param>
/// <param name="Reported">Access that the application reports.</param>
/// <param name="AmountMinor">Money at risk.</param>
public sealed record FoundDifference(
    string TenantId,
    Mode Mode,
    string AccountId,
    FindingType Type,
    string ObjectType,
    string ObjectId,
    string Field,
    string? Ours,
    string? Theirs,
    string? Reported,
    long AmountMinor,
    string? Currency
)
{
    /// <summary>Last time at which both sides are known to have agreed; null if it isn't known.</summary>
    public DateTimeOffset? AgreedAt { get; init; }

    /// <summary>An open finding is unique by this key.</summary>
    internal (Mode, string, FindingType, string, string) Key => (Mode, AccountId, Type, ObjectId, Field);
}
