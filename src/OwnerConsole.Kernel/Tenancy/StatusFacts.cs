using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Opens and closes the facts that a tenant's status is derived from. Each change increments the revision.</summary>
public static class StatusFacts
{
    public static void Open(this UnitOfWork work, StatusFact fact, IReadOnlyCollection<string> tenants) => Move(work, fact, tenants, +1);

    public static void Close(this UnitOfWork work, StatusFact fact, IReadOnlyCollection<string> tenants) => Move(work, fact, tenants, -1);

    private static void Move(UnitOfWork work, StatusFact fact, IReadOnlyCollection<string> tenants, int by) =>
        work.Defer(
            """
            update core.tenant_status s
               set suspensions = s.suspensions + case when @fact = 'suspension' then @by else 0 end,
                   revision = s.revision + 1
             where s.tenant_id = any(@tenants)
            """,
            new
            {
                fact,
                by,
                tenants,
            }
        );
}

public enum StatusFact
{
    Suspension,
}
