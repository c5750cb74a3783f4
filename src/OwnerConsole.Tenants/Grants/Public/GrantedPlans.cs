namespace OwnerConsole.Tenants.Grants.Public;

/// <summary>The plans that tenants were given without payment, for whoever works out what they may use.</summary>
public static class GrantedPlans
{
    /// <summary>Rows of tenant, plan, since when and until when, of what is open and not over; the end may be null.</summary>
    public const string Sql = $"select g.tenant_id, g.plan, g.opened_at as from_at, g.until_at, g.opened_by from grants.grants g where {GrantList.IsOpen}";

    /// <summary>The same of all that ever were, until when they held.</summary>
    public const string Ever =
        "select g.tenant_id, g.plan, g.opened_at as from_at, least(g.closed_at, g.until_at) as until_at, g.opened_by from grants.grants g";
}
