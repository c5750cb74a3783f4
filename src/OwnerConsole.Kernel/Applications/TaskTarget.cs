using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Subject of a task, with the facts that determine whether the task is allowed.</summary>
/// <param name="Id">Id of the tenant, member or application object.</param>
/// <param name="Tasks">Number of tasks of this kind ever created plus number ended. A change invalidates a preview.</param>
/// <param name="HasEnded">The application has reported the object as ended.</param>
/// <param name="IsInProgress">A task of this kind is still open.</param>
/// <param name="Unsent">Id of the open task if it can't have reached the application.</param>
/// <param name="IsNeeded">An open task of this kind involves it as the other subject, such as the member that remains after a merge.</param>
/// <param name="MergedInto">Id of the member that a merged member became; null for tenants and members that are not merged.</param>
/// <param name="ExternalId">The application's own id of the subject.</param>
/// <param name="Role">Last reported role of a member; null for tenants and members without a role.</param>
/// <param name="People">Number of members of a tenant, 1 for a member, 0 for an application object.</param>
/// <param name="TaskId">Id for the new task.</param>
public sealed record TaskTarget(
    string TenantId,
    string Id,
    Mode Mode,
    bool IsAnonymised,
    long Revision,
    long Tasks,
    bool HasEnded,
    bool IsInProgress,
    string? Unsent,
    bool IsNeeded,
    string? MergedInto,
    string ExternalId,
    string? Role,
    long People,
    string TaskId
) : ISubject
{
    /// <summary>The other subject, such as the member that remains after a merge. Null for tasks with one subject and for unknown ids.</summary>
    public TaskTarget? Other { get; init; }

    /// <summary>A legal hold that covers it, for tasks that erase data; null if there is none.</summary>
    public OpenHold? Hold { get; init; }

    /// <summary>Whether the application merges it with another subject, for tasks that erase data.</summary>
    public bool IsBeingMerged { get; init; }

    /// <summary>Whether the application erases its data, for tasks that need the data.</summary>
    public bool IsBeingErased { get; init; }

    /// <summary>Reported activity of the subject, for tasks that depend on it.</summary>
    public ReportedActivity Reported { get; init; }

    long ISubject.Revision => Revision + Tasks + (Other?.Tasks ?? 0);

    public static async Task<IReadOnlyList<TaskTarget>> Load(IReadOnlyList<string> ids, string subject, string kind, UnitOfWork work)
    {
        var rows = await work.List<Row>(
            subject switch
            {
                TaskSubjectTypes.Tenant => Tenants(work),
                TaskSubjectTypes.Member => Members(work),
                _ => Things(work),
            },
            new
            {
                ids,
                kind,
                subject,
            }
        );
        return
        [
            .. rows.Select(row => new TaskTarget(
                row.TenantId,
                row.Id,
                row.Mode,
                row.IsAnonymised,
                row.Revision,
                row.Tasks,
                row.HasEnded,
                row.IsInProgress,
                row.Unsent,
                row.IsNeeded,
                row.MergedInto,
                row.ExternalId,
                row.Role,
                row.People,
                work.NewId("tsk", row.Id)
            )),
        ];
    }

    private static string Tenants(UnitOfWork work) =>
        $"""
            select s.tenant_id, s.tenant_id as id, s.mode, false as has_ended, s.lifecycle = 'anonymised' as is_anonymised, s.revision, null::text as merged_into,
                   (select n.external_id from core.tenants n where n.tenant_id = s.tenant_id) as external_id,
                   coalesce((select p.members from core.tenant_summaries p where p.tenant_id = s.tenant_id), 0) as people, null::text as role, {Known(
                "s.tenant_id"
            )}
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """;

    private static string Members(UnitOfWork work) =>
        $"""
            select m.tenant_id, m.member_id as id, s.mode, false as has_ended, (s.lifecycle = 'anonymised' or m.anonymised_at is not null) as is_anonymised, s.revision, 1::bigint as people, m.role, m.external_id,
                   (select g.into_id from core.merges g where g.member_id = m.member_id and g.tenant_id = m.tenant_id and g.to_at is null) as merged_into, {Known(
                "m.member_id"
            )}
              from core.members m join core.tenant_status s using (tenant_id)
             where m.member_id = any(@ids)
             order by m.member_id
             {work.ForUpdate("m")}
            """;

    private static string Things(UnitOfWork work) =>
        $"""
            select h.tenant_id, h.subject_id as id, s.mode, h.ended_at is not null as has_ended, s.lifecycle = 'anonymised' as is_anonymised, s.revision, 0::bigint as people, null::text as role,
                   h.external_id, null::text as merged_into, {Known("h.subject_id")}
              from core.application_subjects h join core.tenant_status s using (tenant_id)
             where h.subject_id = any(@ids) and h.type = @subject
             order by h.subject_id
             {work.ForUpdate("h")}
            """;

    private static string Known(string subject) =>
        $"""
            (select count(*) + count(t.ended_at) {Of(subject)}) as tasks,
            exists (select {Of(subject)} and t.ended_at is null) as is_in_progress,
            (select t.task_id {Of(subject)} and t.ended_at is null and t.sent_at is null) as unsent,
            exists (select from core.tasks t where t.tenant_id = s.tenant_id and t.other_id = {subject} and t.kind = @kind and t.ended_at is null) as is_needed
            """;

    private static string Of(string subject) => $"from core.tasks t where t.tenant_id = s.tenant_id and t.subject_id = {subject} and t.kind = @kind";

    private sealed record Row(
        string TenantId,
        string Id,
        Mode Mode,
        bool IsAnonymised,
        long Revision,
        long Tasks,
        bool HasEnded,
        bool IsInProgress,
        string? Unsent,
        bool IsNeeded,
        string? MergedInto,
        string ExternalId,
        string? Role,
        long People
    );
}

/// <summary>Number of sessions and purchases reported for a member.</summary>
public readonly record struct ReportedActivity(long Sessions, long Purchases);
