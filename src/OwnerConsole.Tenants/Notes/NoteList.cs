using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Notes about a tenant or one of its people, the newest first, and a tenant's tags.</summary>
public sealed class NoteList
{
    /// <param name="memberId">null for what is kept about the tenant itself</param>
    public async Task<IReadOnlyList<Note>> Find(string tenantId, string? memberId, Work work) =>
        await work.List<Note>(
            """
            select n.note_id as id, n.text, coalesce(h.name, r.asked_by) as by, n.opened_at as at
              from notes.notes n
              left join core.runs r on r.run_id = n.opened_by
              left join core.things h on h.id = r.asked_by
             where n.tenant_id = @tenantId and (n.member_id = any(@records) or @records is null and n.member_id is null) and n.closed_by is null
             order by n.opened_at desc
             limit 500
            """,
            new { tenantId, records = memberId is null ? null : await MemberRecords.Of(tenantId, memberId, work) }
        );

    public Task<IReadOnlyList<string>> Tags(string tenantId, Work work) =>
        work.List<string>("select tag from notes.tags where tenant_id = @tenantId and closed_by is null order by tag", new { tenantId });
}

/// <summary>What the team keeps about a tenant or a person.</summary>
/// <param name="By">the name of who wrote it, or the id of a key</param>
public sealed record Note(string Id, string Text, string? By, DateTimeOffset At);
