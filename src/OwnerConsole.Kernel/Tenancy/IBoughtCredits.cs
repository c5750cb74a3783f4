using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Credits of tenants that payments bought, so that a payment can show them.</summary>
public interface IBoughtCredits
{
    /// <param name="payments">IDs of payments.</param>
    /// <param name="work">Can read the tenant.</param>
    /// <returns>Grants of the tenant that name one of the payments, oldest first, also those that are spent or voided.</returns>
    Task<IReadOnlyList<BoughtCredits>> ListBought(string tenantId, IReadOnlyCollection<string> payments, UnitOfWork work);
}

/// <summary>A grant that a payment bought.</summary>
/// <param name="CreditId">ID of the grant.</param>
/// <param name="PaymentId">Payment that bought it.</param>
/// <param name="Feature">Name of the feature that the credits pay for.</param>
/// <param name="Amount">Credits granted.</param>
/// <param name="IsVoided">Whether what was unused was voided, such as by the refund of the payment.</param>
public sealed record BoughtCredits(string CreditId, string PaymentId, string Feature, decimal Amount, bool IsVoided);
