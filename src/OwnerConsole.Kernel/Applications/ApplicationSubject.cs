using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Kernel.Applications;

/// <summary>An object inside a tenant of the application, such as a booking.</summary>
/// <param name="Type">Declared subject type.</param>
/// <param name="Title">Display name; null when none was reported or the tenant is anonymised.</param>
/// <param name="EndedAt">Time since which no operations can be applied to it.</param>
public sealed record ApplicationSubject(
    string TenantId,
    string SubjectId,
    string Type,
    string ExternalId,
    string? Title,
    DateTimeOffset ReportedAt,
    DateTimeOffset? EndedAt
)
{
    /// <summary>Searchable text of an object (h), ignoring accents, case and width. The index application_subjects_by_text is on this expression.</summary>
    public const string SearchText = "core.search_text(coalesce(h.title, '') || ' ' || h.external_id)";

    private const string Columns = "h.tenant_id, h.subject_id, h.type, h.external_id, h.title, h.reported_at, h.ended_at";

    public string Name => Title ?? ExternalId;

    /// <summary>Lists a tenant's objects of one type, newest first.</summary>
    /// <param name="text">Part of the title or of the application's id; null for all.</param>
    /// <param name="cursor">End of the previous page.</param>
    public static async Task<Page<ApplicationSubject>> List(string tenantId, string type, string? text, string? cursor, int limit, UnitOfWork work)
    {
        var arguments = new
        {
            tenantId,
            type,
            pattern = LikePattern.Contains(text ?? ""),
            after = cursor is null ? "" : Cursor.Read(cursor, 1)[0],
            limit,
        };
        var from =
            $"from core.application_subjects h where h.tenant_id = @tenantId and h.type = @type {(text is null ? "" : $"and {SearchText} like {TextSearch.Folded("@pattern")}")}";
        var rows = await work.List<ApplicationSubject>(
            $"select {Columns} {from} {(cursor is null ? "" : "and h.subject_id < @after")} order by h.subject_id desc limit @limit + 1",
            arguments
        );
        return Paging.ToPage(
            rows,
            limit,
            last => Cursor.Of(last.SubjectId),
            await Paging.Total(
                rows,
                limit,
                cursor,
                () => work.One<int>($"select count(*)::int from (select 1 {from} limit {Paging.MaxCounted + 1}) c", arguments)
            )
        );
    }

    /// <summary>Finds objects of all tenants of a mode by title or id. Ended objects come last.</summary>
    public static Task<IReadOnlyList<ApplicationSubject>> Find(Mode mode, string? onlyTenant, string text, int most, UnitOfWork work) =>
        work.List<ApplicationSubject>(
            $"""
            select {Columns}
              from core.application_subjects h join core.tenants t on t.tenant_id = h.tenant_id
             where t.mode = @mode {(
                onlyTenant is null ? "" : "and h.tenant_id = @onlyTenant"
            )} and ({SearchText} like {TextSearch.Folded("@pattern")} or h.subject_id = @text)
             order by h.ended_at is not null, h.subject_id desc
             limit @most
            """,
            new
            {
                mode,
                onlyTenant,
                pattern = LikePattern.Contains(text),
                text,
                most,
            }
        );
}
