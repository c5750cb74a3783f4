namespace OwnerConsole.Revenue.Analytics.Policies;

/// <summary>One reason why another tool counts differently.</summary>
/// <param name="Key">Identifies the reason in the API.</param>
/// <param name="Explanation">What both do, in one sentence.</param>
/// <param name="Difference">What the other tool counts more; negative for less.</param>
/// <param name="Tenants">Number of tenants with a difference.</param>
public sealed record PolicyItem(string Key, string Title, string Explanation, PolicyFigures Difference, int Tenants);
