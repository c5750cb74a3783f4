namespace OwnerConsole.Client;

/// <param name="Plan">its key, such as <c>pro</c></param>
public sealed record PlanItem(string Plan, int Quantity = 1);
