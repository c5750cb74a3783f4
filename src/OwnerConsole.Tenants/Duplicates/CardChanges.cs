using OwnerConsole.Data;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Finds tenants whose cards have changed. Stripe's customers are written again with each of their changes, most of which leave the cards as they were.</summary>
internal static class CardChanges
{
    /// <param name="most">Maximum number of tenants.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>Tenants whose customers were written, those written first at the beginning.</returns>
    public static Task<IReadOnlyList<StaleRecord>> ListWritten(int most, UnitOfWork work) =>
        work.List<StaleRecord>(
            "select s.tenant_id, s.tenant_id as id, s.marks from duplicates.stale_cards s order by s.marked_at, s.tenant_id limit @most",
            new { most }
        );

    /// <param name="written">Tenants whose customers were written.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>Those that have other cards than at their last comparison.</returns>
    public static async Task<IReadOnlyList<StaleRecord>> FindChanged(IReadOnlyList<StaleRecord> written, UnitOfWork work)
    {
        var now = (await ComparedRecords.ListKeys(written, work))
            .Where(key => key.Reason is DuplicateReason.SameCard)
            .ToLookup(key => key.TenantId, key => key.Key, StringComparer.Ordinal);
        var before = (
            await work.List<ComparedCard>(
                "select k.tenant_id, k.key from duplicates.keys k where k.tenant_id = any(@ids) and k.subject_id = k.tenant_id and k.reason = @reason",
                new { ids = written.Select(tenant => tenant.Id).ToArray(), reason = DuplicateReason.SameCard.ToText() }
            )
        ).ToLookup(card => card.TenantId, card => card.Key, StringComparer.Ordinal);
        return [.. written.Where(tenant => !now[tenant.Id].ToHashSet(StringComparer.Ordinal).SetEquals(before[tenant.Id]))];
    }

    /// <summary>Deletes the marks of checked tenants, unless their customers were written again in the meantime or are written now.</summary>
    /// <param name="written">Checked tenants.</param>
    /// <param name="work">Names the tenants.</param>
    public static Task Clear(IReadOnlyList<StaleRecord> written, UnitOfWork work) =>
        work.Execute(
            """
            delete from duplicates.stale_cards s
             where s.tenant_id in (
                     select l.tenant_id
                       from unnest(@ids, @marks) n (tenant_id, marks)
                       join duplicates.stale_cards l on l.tenant_id = n.tenant_id and l.marks = n.marks
                        for update of l skip locked)
            """,
            new { ids = written.Select(tenant => tenant.Id).ToArray(), marks = written.Select(tenant => tenant.Marks).ToArray() }
        );

    private sealed record ComparedCard(string TenantId, string Key);
}
