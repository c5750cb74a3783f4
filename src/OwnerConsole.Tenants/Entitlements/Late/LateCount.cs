namespace OwnerConsole.Tenants.Entitlements.Late;

/// <summary>What became of something that had happened.</summary>
/// <param name="Claimed">of the period that counts it, this included</param>
/// <param name="PeriodStart">when that period began</param>
/// <param name="IsAdjusted">it happened in a period before, which is over for longer than it takes anything</param>
/// <param name="IsOver">more is used of the limit in that period than it allows</param>
public sealed record LateCount(Claimed Claimed, DateTimeOffset PeriodStart, bool IsAdjusted, bool IsOver)
{
    internal static LateCount Of(Usage row, bool isRepeated, bool isAdjusted, DateTimeOffset at) =>
        new(Claimed.Of(row, Claims.Ends(row.PeriodEnd), isRepeated, at), row.PeriodStart, isAdjusted, row.Used - row.Burnt > row.Allows);
}
