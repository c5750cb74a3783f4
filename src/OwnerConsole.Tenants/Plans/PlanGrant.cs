namespace OwnerConsole.Tenants.Plans;

/// <summary>What the version of a plan that is sold today grants of a feature.</summary>
/// <param name="Feature">its key</param>
public sealed record PlanGrant(string PlanId, string Feature, string Allows);
