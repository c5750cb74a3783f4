using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Pure.Dunning;

/// <summary>Conditions under which a campaign applies to an unpaid invoice. All that are set must be met; without any, it applies to every invoice.</summary>
/// <param name="Plans">Keys of plans, one of which the tenant must have; null or empty for any.</param>
/// <param name="AmountFrom">Minimum amount due, inclusive, in units of the currency such as 49.5; null for none.</param>
/// <param name="AmountTo">Maximum amount due, inclusive; null for none.</param>
/// <param name="AmountIn">Currency of both amounts.</param>
/// <param name="Countries">Countries, one of which the tenant must have, compared without case; null or empty for any.</param>
/// <param name="TenureFrom">Minimum full months since the tenant was opened, inclusive; null for none.</param>
/// <param name="TenureTo">Maximum full months, inclusive; null for none.</param>
public sealed record CampaignConditions(
    IReadOnlyList<string>? Plans = null,
    decimal? AmountFrom = null,
    decimal? AmountTo = null,
    AmountBasis AmountIn = AmountBasis.ReportingCurrency,
    IReadOnlyList<string>? Countries = null,
    int? TenureFrom = null,
    int? TenureTo = null
)
{
    /// <param name="facts">An unpaid invoice and its tenant.</param>
    /// <returns>The conditions that are set, each with whether it is met; empty if none is set.</returns>
    public IReadOnlyList<CheckedCondition> Check(UnpaidFacts facts)
    {
        var result = new List<CheckedCondition>();
        if (Plans is { Count: > 0 } plans)
            result.Add(new(CampaignCondition.Plan, plans.Any(facts.Plans.Contains)));
        if (AmountFrom is not null || AmountTo is not null)
            result.Add(new(CampaignCondition.Amount, IsInRange(AmountIn is AmountBasis.InvoiceCurrency ? facts.Due : facts.Converted)));
        if (Countries is { Count: > 0 } countries)
            result.Add(new(CampaignCondition.Country, facts.Country is { } country && countries.Contains(country, StringComparer.OrdinalIgnoreCase)));
        if (TenureFrom is not null || TenureTo is not null)
            result.Add(new(CampaignCondition.Tenure, !(facts.Tenure < TenureFrom) && !(facts.Tenure > TenureTo)));
        return result;
    }

    /// <param name="facts">An unpaid invoice and its tenant.</param>
    /// <returns>Whether all conditions are met.</returns>
    public bool Match(UnpaidFacts facts) => Check(facts).All(condition => condition.IsMet);

    private bool IsInRange(Money? due) => due is { Units: var units } && !(units < AmountFrom) && !(units > AmountTo);
}
