using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Exports;

/// <summary>An export of the data of one member that can be downloaded.</summary>
/// <param name="Id">ID of the export.</param>
/// <param name="TenantId">ID of the tenant.</param>
/// <param name="MemberId">ID of the member.</param>
/// <param name="RunId">ID of the run that created it.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="EndsAt">When it can no longer be downloaded.</param>
public sealed record MemberArchive(string Id, string TenantId, string MemberId, string RunId, DateTimeOffset CreatedAt, DateTimeOffset EndsAt)
{
    internal const string Prefix = "mar";

    /// <summary>Data of an anonymised member is never exported.</summary>
    private const string IsOpen = """
        a.opened_at > now() - @KeptFor
        and not exists (select from core.members m where m.tenant_id = a.tenant_id and m.member_id = a.member_id and m.anonymised_at is not null)
        """;

    private const string Columns = """
        select a.archive_id as id, a.tenant_id, a.member_id, a.opened_by as run_id, a.opened_at as created_at, a.opened_at + @KeptFor as ends_at
          from exports.member_archives a
        """;

    /// <returns>The exports of a member that can be downloaded, newest first.</returns>
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
