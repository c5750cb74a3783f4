using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>A grant that was taken back just now.</summary>
/// <param name="Rest">what was left of it</param>
public sealed record VoidedCredit(string TenantId, string CreditId, string Feature, decimal Rest)
{
    internal CreditsVoided Told => new(CreditId, Feature, Allowance.Plain(Rest));
}
