using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Condition for files of the application that no download contains any more.</summary>
internal static class ExportFileExpiry
{
    /// <summary>SQL condition for a file <c>r</c> whose export can't be downloaded or lacks the application's part, or whose upload was never completed.</summary>
    public static string IsExpired { get; } =
        $"""
            exists (select from core.tasks t
                     where t.tenant_id = r.tenant_id and t.task_id = r.task_id
                       and (t.ended_at is not null and not ({IsOpen.Replace("@KeptFor", ExportLifetime.IntervalSql, StringComparison.Ordinal)})
                         or r.completed_at is null and r.started_at < now() - interval '1 day'))
            """;

    private const string IsOpen = $"""
        {TenantExports.IsOpen}
        or t.kind = 'member.export' and t.state = 'done'
           and exists (select from exports.member_archives a
                        where a.tenant_id = t.tenant_id and a.member_id = t.subject_id and a.task_id = t.task_id and {MemberArchive.IsOpen})
        """;
}
