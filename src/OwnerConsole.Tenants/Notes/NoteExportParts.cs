using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Notes and tags of a tenant and its members in an export.</summary>
internal static class NoteExportParts
{
    public static readonly ExportPart Notes = new(
        "notes",
        """
        select note_id as id, member_id, text, opened_at as created_at
          from notes.notes where tenant_id = @tenant and closed_by is null and note_id > @after order by note_id limit @most
        """
    );

    public static readonly ExportPart Tags = new(
        "tags",
        "select tag, opened_at as tagged_at from notes.tags where tenant_id = @tenant and closed_by is null and tag > @after order by tag limit @most"
    );

    public static readonly ExportPart MemberTags = new(
        "member_tags",
        """
        select member_id || ' ' || tag as id, member_id, tag, opened_at as tagged_at
          from notes.member_tags where tenant_id = @tenant and closed_by is null and member_id || ' ' || tag > @after order by member_id || ' ' || tag limit @most
        """
    );
}
