using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Reads the credits that payments bought.</summary>
public sealed class BoughtCreditReader : IBoughtCredits
{
    /// <summary>A payment seldom buys more than one grant.</summary>
    private const int MaxGrants = 100;

    public async Task<IReadOnlyList<BoughtCredits>> ListBought(string tenantId, IReadOnlyCollection<string> payments, UnitOfWork work)
    {
        if (payments.Count == 0)
            return [];
        var found = await work.List<BoughtCredits>(
            $"""
            select c.credit_id, c.payment_id, c.feature, c.amount, c.closed_by is not null and c.closed_as = 'voided' as is_voided
              from entitlements.credits c
             where c.tenant_id = @tenantId and c.payment_id = any(@payments)
             order by c.opened_at, c.credit_id
             limit {MaxGrants}
            """,
            new { tenantId, payments = payments.ToArray() }
        );
        var names = found.Count == 0 ? [] : await FeatureCatalogue.Find(work);
        return [.. found.Select(row => row with { Feature = names.FirstOrDefault(feature => feature.Key == row.Feature)?.Name ?? row.Feature })];
    }
}
