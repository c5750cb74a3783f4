using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Exports;

/// <summary>An export of the data of one member that can be downloaded, or will be once the application has answered.</summary>
/// <param name="Id">ID of the export.</param>
/// <param name="TenantId">ID of the tenant.</param>
/// <param name="MemberId">ID of the member.</param>
/// <param name="RunId">ID of the run that created it.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="EndsAt">When it can no longer be downloaded.</param>
/// <param name="TaskId">ID of the task that asks the application for its files; null if it wasn't asked.</param>
/// <param name="Application">State of the application's part.</param>
/// <param name="Code">Code of the application's failure; null without one.</param>
/// <param name="Files">Number of files uploaded by the application.</param>
/// <param name="Bytes">Total size of these files.</param>
public sealed record MemberArchive(
    string Id,
    string TenantId,
    string MemberId,
    string RunId,
    DateTimeOffset CreatedAt,
    DateTimeOffset EndsAt,
    string? TaskId,
    ApplicationExport Application,
    string? Code,
    int Files,
    long Bytes
)
{
    internal const string Prefix = "mar";

    /// <summary>
    /// Condition for exports that haven't expired. Data of an anonymised member is never exported. Files of the application for a member from whom a record was
    /// separated since can be about another person.
    /// </summary>
    internal const string IsOpen = """
        a.opened_at > now() - @KeptFor
        and not exists (select from core.members m where m.tenant_id = a.tenant_id and m.member_id = a.member_id and m.anonymised_at is not null)
        and (a.task_id is null or not exists (select from core.merges g where g.tenant_id = a.tenant_id and g.into_id = a.member_id and g.to_at > a.opened_at))
        """;

    /// <summary>Condition for an export into whose member no record was merged since, so that files of the application can be about all their records.</summary>
    internal const string IsWhole =
        "not exists (select from core.merges g where g.tenant_id = a.tenant_id and g.into_id = a.member_id and g.to_at is null and g.from_at > a.opened_at)";

    /// <summary>State of the application's part of an export <c>a</c> with its task <c>t</c>.</summary>
    internal const string ApplicationSql = """
        case when a.task_id is null then 'not_requested'
             when t.task_id is not null and t.ended_at is null then 'pending'
             when t.state = 'done' then 'included'
             else 'missing' end
        """;

    private const string Columns = $"""
        select a.archive_id as id, a.tenant_id, a.member_id, a.opened_by as run_id, a.opened_at as created_at, a.opened_at + @KeptFor as ends_at,
               a.task_id, {ApplicationSql} as application, t.code, f.files, f.bytes
          from exports.member_archives a
          left join core.tasks t on t.tenant_id = a.tenant_id and t.task_id = a.task_id
          cross join lateral (
            select count(*)::int as files, coalesce(sum(f.bytes), 0)::bigint as bytes
              from exports.files f where f.tenant_id = a.tenant_id and f.task_id = a.task_id and f.completed_at is not null and t.state = 'done') f
        """;

    /// <returns>The exports of a member that haven't expired, newest first.</returns>
    internal static Task<IReadOnlyList<MemberArchive>> List(string tenantId, string memberId, UnitOfWork work) =>
        work.List<MemberArchive>(
            $"{Columns} where a.tenant_id = @tenantId and a.member_id = @memberId and {IsOpen} order by a.opened_at desc, a.archive_id desc limit 100",
            new
            {
                tenantId,
                memberId,
                ExportLifetime.KeptFor,
            }
        );

    /// <returns>Null if there is no such export of the member or it has expired.</returns>
    internal static Task<MemberArchive?> Find(string tenantId, string memberId, string id, UnitOfWork work) =>
        work.One<MemberArchive>(
            $"{Columns} where a.tenant_id = @tenantId and a.member_id = @memberId and a.archive_id = @id and {IsOpen}",
            new
            {
                tenantId,
                memberId,
                id,
                ExportLifetime.KeptFor,
            }
        );
}
