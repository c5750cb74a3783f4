using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>The state of a member that impersonation depends on.</summary>
/// <param name="Sessions">Number of impersonation sessions started and ended. Serves as the revision.</param>
/// <param name="IsOpen">True if the caller is already impersonating the member.</param>
/// <param name="IsOffered">True if the application has declared an impersonation URL.</param>
/// <param name="IsKey">True if the caller is an API key.</param>
public sealed record ImpersonationFacts(
    string TenantId,
    string MemberId,
    bool IsAnonymised,
    long Sessions,
    bool IsOpen,
    bool IsOffered,
    bool IsKey,
    string NewId,
    string? OpenId
) : ISubject
{
    public string Id => MemberId;

    public long Revision => Sessions;

    public static async Task<IReadOnlyList<ImpersonationFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var who = work.Caller?.Id;
        var rows = await work.List<Row>(
            $"""
            select m.tenant_id, m.member_id, s.mode, (s.lifecycle = 'anonymised' or m.anonymised_at is not null) as is_anonymised,
                   (select count(*) + count(i.closed_at) from impersonation.sessions i where i.tenant_id = m.tenant_id and i.member_id = m.member_id) as sessions,
                   (select i.impersonation_id from impersonation.sessions i
                     where i.tenant_id = m.tenant_id and i.member_id = m.member_id and i.requested_by = @who and i.closed_at is null and i.ends_at > now()) as open_id
              from core.members m join core.tenant_status s using (tenant_id)
             where m.member_id = any(@ids)
             order by m.member_id
             {work.ForUpdate("m")}
            """,
            new { ids, who }
        );
        var offered = new Dictionary<Mode, bool>();
        foreach (var mode in rows.Select(row => row.Mode).Distinct())
            offered[mode] = (await DeclarationWriter.Find(mode, work))?.Report.ImpersonationUrl is not null;
        return
        [
            .. rows.Select(row => new ImpersonationFacts(
                row.TenantId,
                row.MemberId,
                row.IsAnonymised,
                row.Sessions,
                row.OpenId is not null,
                offered[row.Mode],
                work.Caller?.Kind is CallerKind.Key,
                work.NewId("imp", row.MemberId),
                row.OpenId
            )),
        ];
    }

    private sealed record Row(string TenantId, string MemberId, Mode Mode, bool IsAnonymised, long Sessions, string? OpenId);
}
