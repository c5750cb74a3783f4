using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>A member or tenant to compare with others.</summary>
/// <param name="TenantId">Its tenant, or itself.</param>
/// <param name="Id">ID of the member or tenant.</param>
/// <param name="Marks">Changes since its last comparison; 0 in the first comparison of all records.</param>
internal sealed record StaleRecord(string TenantId, string Id, long Marks)
{
    /// <param name="most">Maximum number of records.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>Changed records, those changed first at the beginning.</returns>
    public static Task<IReadOnlyList<StaleRecord>> ListChanged(int most, UnitOfWork work) =>
        work.List<StaleRecord>("select s.tenant_id, s.id, s.marks from duplicates.stale s order by s.marked_at, s.id limit @most", new { most });

    /// <param name="keys">Keys that are compared again, or no longer.</param>
    /// <param name="except">Records that have just been compared.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>Other records with these keys.</returns>
    public static Task<IReadOnlyList<StaleRecord>> ListWithKeys(IReadOnlyList<string> keys, IReadOnlyList<string> except, UnitOfWork work) =>
        work.List<StaleRecord>(
            "select distinct k.tenant_id, k.subject_id as id, 0::bigint as marks from duplicates.keys k where k.key = any(@keys) and k.subject_id <> all(@except)",
            new { keys, except }
        );

    /// <summary>Marks records to be compared again, although they haven't changed.</summary>
    /// <param name="work">Names the tenants.</param>
    public static Task Mark(IReadOnlyList<StaleRecord> records, UnitOfWork work) =>
        work.Execute(
            """
            insert into duplicates.stale as d (tenant_id, id)
            select n.tenant_id, n.id from unnest(@tenants, @ids) n (tenant_id, id) order by 1, 2
            on conflict (tenant_id, id) do update set marks = d.marks + 1
            """,
            new { tenants = records.Select(record => record.TenantId).ToArray(), ids = records.Select(record => record.Id).ToArray() }
        );

    /// <summary>Deletes the marks of compared records, unless they changed again in the meantime or are changing now.</summary>
    /// <param name="work">Names the tenants.</param>
    public static Task Clear(IReadOnlyCollection<StaleRecord> records, UnitOfWork work) =>
        work.Execute(
            """
            delete from duplicates.stale s
             where (s.tenant_id, s.id) in (
                     select l.tenant_id, l.id
                       from unnest(@tenants, @ids, @marks) n (tenant_id, id, marks)
                       join duplicates.stale l on l.tenant_id = n.tenant_id and l.id = n.id and l.marks = n.marks
                        for update of l skip locked)
            """,
            new
            {
                tenants = records.Select(record => record.TenantId).ToArray(),
                ids = records.Select(record => record.Id).ToArray(),
                marks = records.Select(record => record.Marks).ToArray(),
            }
        );
}
