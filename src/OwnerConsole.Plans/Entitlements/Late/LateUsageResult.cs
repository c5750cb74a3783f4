using OwnerConsole.Plans.Entitlements.Claims;

namespace OwnerConsole.Plans.Entitlements.Late;

/// <summary>Result of counting past use.</summary>
/// <param name="Claimed">Result for the period that counts it, including this use.</param>
/// <param name="PeriodStart">Start of that period.</param>
/// <param name="IsAdjusted">Whether the use happened in an earlier period that no longer accepts usage.</param>
/// <param name="IsOverLimit">Whether usage in that period exceeds the limit.</param>
public sealed record LateUsageResult(ClaimResult Claimed, DateTimeOffset PeriodStart, bool IsAdjusted, bool IsOverLimit)
{
    internal static LateUsageResult Of(FeatureUsage row, bool isRepeated, bool isAdjusted, DateTimeOffset at) =>
        new(ClaimResult.Of(row, ClaimProcessor.ResetsAt(row.PeriodEnd), isRepeated, at), row.PeriodStart, isAdjusted, row.Used - row.Burnt > row.Allows);
}
