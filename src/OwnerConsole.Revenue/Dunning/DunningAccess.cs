using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Access of a tenant with unpaid invoices.</summary>
public enum DunningAccess
{
    Full,
    ReadOnly,
    Suspended,
}

/// <summary>Reads the access of tenants from the steps of their open cases, and of lost ones. A person who ends a suspension restores full access.</summary>
internal static class DunningAccessSql
{
    /// <param name="except">An invoice whose steps don't count.</param>
    public static async Task<DunningAccess> Find(string tenant, string? except, UnitOfWork work) =>
        await work.One<string>(
            $"""
            select case when bool_or(s.step like '%\_suspend') then 'suspended' when count(*) > 0 then 'read_only' else 'full' end
              from dunning.steps s
              join dunning.cases c using (tenant_id, account_id, invoice_id)
             where s.tenant_id = @tenant and s.result = 'done' and (c.closed_at is null or c.outcome = 'lost') and c.invoice_id is distinct from @except
               and ((s.step like '%\_suspend' and {CaseRows.IsSuspendedBy("s")})
                 or (s.step like '%\_read\_only'
                     and not exists (select from dunning.steps u
                                      where u.tenant_id = s.tenant_id and u.account_id = s.account_id and u.invoice_id = s.invoice_id
                                        and u.step like '%\_suspend' and u.result = 'done' and not {CaseRows.IsSuspendedBy("u")})))
            """,
            new { tenant, except }
        ) switch
        {
            "suspended" => DunningAccess.Suspended,
            "read_only" => DunningAccess.ReadOnly,
            _ => DunningAccess.Full,
        };
}
