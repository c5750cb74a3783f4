using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Empties the rows of imported files about an anonymised tenant or member, also those with errors, whose tenant is not known. Results are kept; rows that were not applied yet can't be imported any more.</summary>
public static class ImportAnonymiser
{
    private const string Emptied = """
        cells = '[]', key = r.place::text, body = null, written = null, before = null,
               state = case when r.state in ('new', 'ready') then 'error' else r.state end,
               action = case when r.state in ('new', 'ready') then null else r.action end,
               reason = case when r.state in ('new', 'ready') then 'The tenant or member is anonymised.' end
        """;

    private const string NamesTenant = "(r.cells ? t.external_id or r.cells ? t.tenant_id)";

    public static readonly Anonymiser.SpecialRule Rule = new(
        ["imports.rows.before", "imports.rows.body", "imports.rows.cells", "imports.rows.key", "imports.rows.reason", "imports.rows.written"],
        $"""
        update imports.rows r set {Emptied}
          from core.tenants t
         where t.tenant_id = @tenant and r.tenant_id = 'tnt_platform' and (r.about = @tenant or r.about is null and {NamesTenant})
        """,
        $"""
        update imports.rows r set {Emptied}
          from core.members m join core.tenants t using (tenant_id)
         where m.tenant_id = @tenant and m.member_id = @member and r.tenant_id = 'tnt_platform'
           and (r.about = @tenant and r.key in (m.tenant_id || ' ' || m.external_id, m.member_id)
                or r.about is null and r.cells ? m.external_id and {NamesTenant})
        """
    );
}
