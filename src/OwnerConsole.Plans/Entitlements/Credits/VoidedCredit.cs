using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>A grant that was just voided.</summary>
/// <param name="Rest">Credits that were left.</param>
public sealed record VoidedCredit(string TenantId, string CreditId, string Feature, decimal Rest)
{
    internal CreditsVoided Event => new(CreditId, Feature, Allowance.Plain(Rest));
}
