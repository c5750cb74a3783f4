namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>A tenant's credits: balances, and each grant.</summary>
/// <param name="Balances">Balance per feature that has credits left.</param>
/// <param name="Data">Usable grants in the order in which they are spent, then the others, newest first.</param>
public sealed record CreditsView(IReadOnlyList<CreditBalance> Balances, IReadOnlyList<CreditView> Data);

/// <summary>Credits that can be spent on a feature now.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Name">Name of the feature.</param>
/// <param name="Unit">Unit of the credits.</param>
/// <param name="Left">Credits that can still be spent.</param>
/// <param name="ExpiresAt">When the first of them expire; null if they never do.</param>
public sealed record CreditBalance(string Feature, string Name, string Unit, string Left, DateTimeOffset? ExpiresAt);
