using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Reads notes about a tenant or a member, newest first, and a tenant's tags.</summary>
public sealed class NoteList
{
    /// <param name="memberId">ID of the member; null for notes about the tenant.</param>
    public async Task<IReadOnlyList<Note>> Find(string tenantId, string? memberId, UnitOfWork work) =>
        await work.List<Note>(
            """
            select n.note_id as id, n.text, coalesce(h.name, r.requested_by) as by, n.opened_at as at
              from notes.notes n
              left join core.runs r on r.run_id = n.opened_by
              left join core.entity_names h on h.id = r.requested_by
             where n.tenant_id = @tenantId and (n.member_id = any(@records) or @records is null and n.member_id is null) and n.closed_by is null
             order by n.opened_at desc
             limit 500
            """,
            new { tenantId, records = memberId is null ? null : await MemberRecords.Of(tenantId, memberId, work) }
        );

    public Task<IReadOnlyList<string>> Tags(string tenantId, UnitOfWork work) =>
        work.List<string>("select tag from notes.tags where tenant_id = @tenantId and closed_by is null order by tag", new { tenantId });
}

/// <summary>A note about a tenant or a member.</summary>
/// <param name="Text">Text of the note.</param>
/// <param name="By">Name of the author, or the ID of an API key.</param>
/// <param name="At">When it was written.</param>
public sealed record Note(string Id, string Text, string? By, DateTimeOffset At);
