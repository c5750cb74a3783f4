using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Condition for files of the application that no download contains any more.</summary>
internal static class ExportFileExpiry
{
    /// <summary>SQL condition for a task <c>t</c> whose tenant or member is anonymised. Its files are never downloaded.</summary>
    public const string IsErased = """
        (exists (select from core.tenant_status s where s.tenant_id = t.tenant_id and s.lifecycle = 'anonymised')
         or exists (select from core.members m where m.tenant_id = t.tenant_id and m.member_id = t.subject_id and m.anonymised_at is not null))
        """;

    /// <summary>
    /// SQL condition for a file <c>r</c> whose export can't be downloaded or lacks the application's part, or whose upload was never completed. Files of a
    /// person who was erased don't wait for the end of the task.
    /// </summary>
    public static string IsExpired { get; } =
        $"""
            exists (select from core.tasks t
                     where t.tenant_id = r.tenant_id and t.task_id = r.task_id
                       and ((t.ended_at is not null or {IsErased}) and not ({IsOpen.Replace("@KeptFor", ExportLifetime.IntervalSql, StringComparison.Ordinal)})
                         or r.completed_at is null and r.started_at < now() - interval '1 day'))
            """;

    private const string IsOpen = $"""
        {TenantExports.IsOpen}
        or t.kind = 'member.export' and t.state = 'done'
           and exists (select from exports.member_archives a
                        where a.tenant_id = t.tenant_id and a.member_id = t.subject_id and a.task_id = t.task_id and {MemberArchive.IsOpen})
        """;
}
