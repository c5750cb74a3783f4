namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Statement that returns the credits that were given to tenants for SLAs, without those that were undone or refused.</summary>
/// <param name="Sql">Returns tenant_id, sla_id, starts_on (first day of the period), amount_minor and currency.</param>
/// <param name="Obstacle">
/// Returns a statement for the SQL of the ID of a tenant and of the end of a period. Its row has why the console can't give the tenant a credit for the period:
/// one of the texts below, or null if it can.
/// </param>
public sealed record SlaCreditStatement(string Sql, Func<string, string, string> Obstacle)
{
    /// <summary>The tenant has no customer in Stripe.</summary>
    public const string NoCustomer = "no_customer";

    /// <summary>The tenant is live, and its customers in Stripe are all in test mode.</summary>
    public const string TestCustomer = "test_customer";

    /// <summary>No customer of the tenant had a paid subscription at the end of the period, so the credit would be 0.</summary>
    public const string NothingToCredit = "nothing_to_credit";
}
