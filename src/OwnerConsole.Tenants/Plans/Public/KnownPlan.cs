using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tenants.Plans.Public;

/// <summary>A plan that can be chosen today.</summary>
/// <param name="Key">as the application reports it</param>
/// <param name="Number">of the version that is sold today</param>
/// <param name="IsAddon">what it grants is added to what other plans grant, once for each piece</param>
/// <param name="Revision">grows with every change of its terms</param>
public sealed record KnownPlan(
    string PlanId,
    string Key,
    string Name,
    long Amount,
    string Currency,
    PlanInterval Interval,
    int TrialDays,
    int Number,
    bool IsAddon,
    long Revision
)
{
    public Money Price => new(Amount, Currency);

    public bool IsPaid => Amount > 0;
}
