namespace OwnerConsole.Plans.Grants.Public;

/// <summary>Plans granted to tenants without payment, for code that resolves entitlements.</summary>
public static class GrantedPlans
{
    /// <summary>Open grants as rows of tenant, plan, start and end; the end can be null.</summary>
    public const string OpenSql = $"select g.tenant_id, g.plan, g.opened_at as from_at, g.until_at, g.opened_by from grants.grants g where {GrantList.IsOpen}";

    /// <summary>All grants ever, with the time at which each ended.</summary>
    public const string AllSql =
        "select g.tenant_id, g.plan, g.opened_at as from_at, least(g.closed_at, g.until_at) as until_at, g.opened_by from grants.grants g";
}
