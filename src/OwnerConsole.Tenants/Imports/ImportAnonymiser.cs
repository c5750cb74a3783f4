using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Empties the rows of imported files about an anonymised tenant or member, also those with errors, whose tenant is not known. Results are kept; rows that were not applied yet can't be imported any more.</summary>
public static class ImportAnonymiser
{
    private const string Emptied = """
        update imports.rows r
           set cells = '[]', key = r.place::text, body = null, written = null, before = null,
               state = case when r.state in ('new', 'ready') then 'error' else r.state end,
               action = case when r.state in ('new', 'ready') then null else r.action end,
               reason = case when r.state in ('new', 'ready') then 'The tenant or member is anonymised.' end
        """;

    private const string OfTenant = "core.tenants t",
        OfMember = "core.members m join core.tenants t on t.tenant_id = m.tenant_id",
        NamesTenant = "n.cells ?| array[t.external_id, t.tenant_id]",
        NamesMember = $"n.cells ? m.external_id and {NamesTenant}";

    public static readonly Anonymiser.SpecialRule Rule = new(
        ["imports.rows.before", "imports.rows.body", "imports.rows.cells", "imports.rows.key", "imports.rows.reason", "imports.rows.written"],
        $"""
        {Emptied}
         where r.tenant_id = 'tnt_platform' and (r.import_id, r.place) in (
           select n.import_id, n.place from imports.rows n where n.tenant_id = 'tnt_platform' and n.about = @tenant
           union
           {Unassigned(OfTenant, "array[t.external_id, t.tenant_id]", NamesTenant, "t.tenant_id = @tenant")})
        """,
        $"""
        {Emptied}
         where r.tenant_id = 'tnt_platform' and (r.import_id, r.place) in (
           select n.import_id, n.place
             from core.members m
             join imports.rows n on n.tenant_id = 'tnt_platform' and n.about = m.tenant_id and n.key in (m.tenant_id || ' ' || m.external_id, m.member_id)
            where m.tenant_id = @tenant and m.member_id = @member
           union
           {Unassigned(OfMember, "array[m.external_id]", NamesMember, "m.tenant_id = @tenant and m.member_id = @member")})
        """
    );

    /// <summary>
    /// Selects rows whose tenant is not known. Checked ones are found by the index of their cells. Rows that are new or ready belong to the few imports that wait to
    /// be checked or applied, and are found by their state. Both modes can have the same IDs, so the mode of the file decides whose they are.
    /// </summary>
    /// <param name="who">Tables with the tenant or the member.</param>
    /// <param name="names">IDs of which a cell must contain one.</param>
    /// <param name="named">Whether a row <c>n</c> names it.</param>
    /// <param name="which">Condition for the tenant or the member.</param>
    private static string Unassigned(string who, string names, string named, string which) =>
        $"""
            select n.import_id, n.place
              from {who}
             cross join lateral imports.unassigned_rows({names}) f
              join imports.rows n on n.tenant_id = 'tnt_platform' and n.import_id = f.import_id and n.place = f.place and {named}
              join imports.imports i on i.tenant_id = n.tenant_id and i.import_id = n.import_id and i.mode = t.mode
             where {which}
            union
            select n.import_id, n.place
              from {who}
             cross join imports.imports i
              join imports.rows n on n.tenant_id = i.tenant_id and n.import_id = i.import_id and n.about is null and n.state in ('new', 'ready') and {named}
             where {which} and i.tenant_id = 'tnt_platform' and i.mode = t.mode
            """;
}
