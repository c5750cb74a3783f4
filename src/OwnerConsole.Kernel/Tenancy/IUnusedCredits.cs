using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Unused credits of tenants, which the refund of a payment can void.</summary>
public interface IUnusedCredits
{
    /// <summary>Finds grants with credits left.</summary>
    /// <param name="payments">Ids of payments: finds what they bought.</param>
    /// <param name="credits">Ids of further grants.</param>
    /// <returns>The grants in the order in which they are spent; those without credits left are missing.</returns>
    Task<IReadOnlyList<UnusedCredits>> Find(IReadOnlyCollection<string> payments, IReadOnlyCollection<string> credits, UnitOfWork work);

    /// <summary>Voids what is left of grants of a tenant, also of what has rolled over, and notifies its application. Spent credits stay spent.</summary>
    /// <param name="runId">Run that requested it.</param>
    /// <param name="work">Names the tenant.</param>
    Task Void(string tenantId, IReadOnlyCollection<string> credits, string runId, UnitOfWork work);
}

/// <summary>A grant with credits left.</summary>
/// <param name="Feature">Key of the feature that the credits pay for.</param>
/// <param name="Rest">Credits left, more than 0.</param>
/// <param name="PaymentId">Payment that bought them; null if it is unknown.</param>
public sealed record UnusedCredits(string CreditId, string TenantId, string Feature, decimal Rest, string? PaymentId);
