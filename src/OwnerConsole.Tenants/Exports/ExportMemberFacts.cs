using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Exports;

/// <summary>A member as the subject of an export.</summary>
/// <param name="Target">The member as the subject of the application's task.</param>
/// <param name="Archives">Number of exports ever created.</param>
/// <param name="HasExport">Whether an export with everything that a new one would contain can still be downloaded, or will be.</param>
/// <param name="IsRequested">Whether the application is asked for its files.</param>
public sealed record ExportMemberFacts(TaskTarget Target, long Archives, bool HasExport, bool IsRequested) : ISubject
{
    public string Id => Target.Id;

    public string TenantId => Target.TenantId;

    /// <summary>Differs if the application starts or stops declaring the task, so that a preview never promises files that aren't requested.</summary>
    public long Revision => (2 * (1 + Archives + Target.Tasks)) + (IsRequested ? 1 : 0);

    public bool IsAnonymised => Target.IsAnonymised;

    /// <summary>Whether the application hasn't answered an earlier export, also if that can't be downloaded any more.</summary>
    public bool IsInProgress => Target.IsInProgress;

    /// <summary>ID of the new export.</summary>
    public string NewId { get; init; } = "";

    /// <param name="ids">IDs of members.</param>
    /// <param name="declared">What the applications declare.</param>
    /// <param name="work">The run or preview.</param>
    public static async Task<IReadOnlyList<ExportMemberFacts>> Load(IReadOnlyList<string> ids, DeclarationSnapshot declared, UnitOfWork work)
    {
        await MemberRows.Lock(ids, work);
        var targets = await TaskTarget.Load(ids, TaskSubjectTypes.Member, ExportMember.Name, work);
        var exports = (
            await work.List<ExportsRow>(
                $"""
                select m.member_id, s.archives, s.has_partial, s.has_complete
                  from core.members m
                 cross join lateral (
                   select count(*)::bigint as archives,
                          coalesce(bool_or(e.is_open and e.application = 'not_requested'), false) as has_partial,
                          coalesce(bool_or(e.is_open and (e.application = 'pending' or e.application = 'included' and e.is_whole)), false) as has_complete
                     from (select {MemberArchive.IsOpen} as is_open, {MemberArchive.IsWhole} as is_whole, {MemberArchive.ApplicationSql} as application
                             from exports.member_archives a
                             left join core.tasks t on t.tenant_id = a.tenant_id and t.task_id = a.task_id
                            where a.tenant_id = m.tenant_id and a.member_id = m.member_id) e) s
                 where m.member_id = any(@ids)
                """,
                new { ids, ExportLifetime.KeptFor }
            )
        ).ToDictionary(row => row.MemberId, StringComparer.Ordinal);
        return
        [
            .. targets.Select(target =>
            {
                var (row, isRequested) = (exports[target.Id], declared.Handles(target.Mode, ExportMember.Name));
                return new ExportMemberFacts(target, row.Archives, row.HasComplete || (row.HasPartial && !isRequested), isRequested)
                {
                    NewId = work.NewId(MemberArchive.Prefix, target.Id),
                };
            }),
        ];
    }

    /// <param name="HasPartial">Whether an export without the application's part, for which it wasn't asked, can be downloaded.</param>
    /// <param name="HasComplete">Whether an export with the application's part can be downloaded, or will be.</param>
    private sealed record ExportsRow(string MemberId, long Archives, bool HasPartial, bool HasComplete);
}
