namespace OwnerConsole.Client;

/// <param name="Plan">Key of the plan, such as <c>pro</c>.</param>
/// <param name="Interval"><c>month</c> or <c>year</c>, required together with the currency; null for the first price of the plan.</param>
/// <param name="Currency">ISO 4217 code, such as <c>EUR</c>.</param>
public sealed record PlanItem(string Plan, int Quantity = 1, string? Interval = null, string? Currency = null);
