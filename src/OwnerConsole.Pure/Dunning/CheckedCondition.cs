namespace OwnerConsole.Pure.Dunning;

/// <summary>Whether an invoice meets a condition of a campaign.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="IsMet">False also if it can't be checked: no country is reported, or the rate of the currency is missing.</param>
public readonly record struct CheckedCondition(CampaignCondition Condition, bool IsMet);
