using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Remembers keys that too many records have, for the page and to compare these records once fewer have the key.</summary>
internal static class SkippedKeys
{
    /// <summary>Number of keys that are checked with each batch, in addition to those that its records had before.</summary>
    private const int MaxChecked = 100;

    /// <param name="keys">Keys that too many records have.</param>
    /// <param name="work">Names the platform.</param>
    public static Task Record(IReadOnlyList<SharedKey> keys, UnitOfWork work) =>
        work.Execute(
            """
            insert into duplicates.skipped_keys (tenant_id, key, kind, mode, reason, checked_at)
            select 'tnt_platform', n.key, n.kind, n.mode, n.reason, now() from unnest(@keys, @kinds, @modes, @reasons) n (key, kind, mode, reason)
             order by n.key
            on conflict do nothing
            """,
            new
            {
                keys = keys.Select(key => key.Key).ToArray(),
                kinds = keys.Select(key => key.Kind.ToText()).ToArray(),
                modes = keys.Select(key => key.Mode.ToText()).ToArray(),
                reasons = keys.Select(key => key.Reason.ToText()).ToArray(),
            }
        );

    /// <summary>
    /// Checks keys that records no longer have, and those that were not checked for the longest time: keys of anonymised records are deleted with their
    /// data, so nothing else notices that fewer records have them.
    /// </summary>
    /// <param name="removed">Keys that records no longer have.</param>
    /// <param name="work">Can read all tenants.</param>
    public static Task<IReadOnlyList<CheckedKey>> Check(IReadOnlyList<string> removed, UnitOfWork work) =>
        work.List<CheckedKey>(
            """
            select c.key, (select count(*) from (select from duplicates.keys o where o.key = c.key limit @most + 1) l) <= @most as is_released
              from ((select s.key from duplicates.skipped_keys s where s.tenant_id = 'tnt_platform' and s.key = any(@removed))
                    union
                    (select s.key from duplicates.skipped_keys s where s.tenant_id = 'tnt_platform' order by s.checked_at, s.key limit @others)) c
            """,
            new
            {
                removed,
                most = SharedKey.MaxRecords,
                others = MaxChecked,
            }
        );

    /// <summary>Deletes the keys that few enough records have, and stores when the others were checked.</summary>
    /// <param name="work">Names the platform.</param>
    public static async Task Update(IReadOnlyList<CheckedKey> keys, UnitOfWork work)
    {
        await work.Execute(
            "delete from duplicates.skipped_keys s where s.tenant_id = 'tnt_platform' and s.key = any(@released)",
            new { released = keys.Where(key => key.IsReleased).Select(key => key.Key).ToArray() }
        );
        await work.Execute(
            "update duplicates.skipped_keys s set checked_at = now() where s.tenant_id = 'tnt_platform' and s.key = any(@kept)",
            new { kept = keys.Where(key => !key.IsReleased).Select(key => key.Key).ToArray() }
        );
    }
}

/// <summary>A skipped key with its current state.</summary>
/// <param name="IsReleased">Whether few enough records have it now.</param>
internal sealed record CheckedKey(string Key, bool IsReleased);
