namespace OwnerConsole.Client;

/// <param name="Plan">its key, such as <c>pro</c></param>
/// <param name="Interval"><c>month</c> or <c>year</c>; said together with the currency, and null for the first price of the plan</param>
/// <param name="Currency">ISO 4217, such as <c>EUR</c></param>
public sealed record PlanItem(string Plan, int Quantity = 1, string? Interval = null, string? Currency = null);
