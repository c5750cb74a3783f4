using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Replaces the keys of compared records.</summary>
internal static class KeyWriter
{
    /// <param name="records">Compared records.</param>
    /// <param name="work">Names the tenants of the records.</param>
    /// <returns>Keys that the records had before and no longer have.</returns>
    /// <remarks>
    /// The status of the tenants is locked first, which erasure changes first. So keys of a person who is anonymised at the same time are either not written
    /// or deleted with the other data. The current values are read in the same transaction, so that a batch that was paused doesn't write earlier ones.
    /// </remarks>
    public static async Task<IReadOnlyList<string>> Replace(IReadOnlyList<StaleRecord> records, UnitOfWork work)
    {
        await work.List<string>(
            "select s.tenant_id from core.tenant_status s where s.tenant_id = any(@tenants) order by s.tenant_id for share of s",
            new { tenants = records.Select(record => record.TenantId).Distinct(StringComparer.Ordinal).ToArray() }
        );
        var keys = await ComparedRecords.ListKeys(records, work);
        var before = await work.List<string>(
            """
            delete from duplicates.keys k using unnest(@tenants, @ids) n (tenant_id, id)
             where k.tenant_id = n.tenant_id and k.subject_id = n.id
            returning k.key
            """,
            new { tenants = records.Select(record => record.TenantId).ToArray(), ids = records.Select(record => record.Id).ToArray() }
        );
        await work.Execute(
            """
            insert into duplicates.keys (tenant_id, subject_id, key, reason)
            select n.tenant_id, n.id, n.key, n.reason
              from unnest(@tenants, @ids, @keys, @reasons) n (tenant_id, id, key, reason)
              join core.tenant_status s on s.tenant_id = n.tenant_id and s.lifecycle <> 'anonymised'
              left join core.members m on m.tenant_id = n.tenant_id and m.member_id = n.id
             where m.anonymised_at is null
            on conflict do nothing
            """,
            new
            {
                tenants = keys.Select(key => key.TenantId).ToArray(),
                ids = keys.Select(key => key.RecordId).ToArray(),
                keys = keys.Select(key => key.Key).ToArray(),
                reasons = keys.Select(key => key.Reason.ToText()).ToArray(),
            }
        );
        return [.. before.Except(keys.Select(key => key.Key), StringComparer.Ordinal)];
    }
}
