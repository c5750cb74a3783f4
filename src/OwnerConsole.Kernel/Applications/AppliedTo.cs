using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Applications;

/// <summary>What a task is done to, and what decides about it.</summary>
/// <param name="MemberId">null for the tenant itself</param>
/// <param name="Tasks">how many of this kind it was ever given, and how many have ended: a decision depends on both</param>
/// <param name="IsUnderway">one of this kind has not ended</param>
/// <param name="Unsent">the task that is underway, where it can't have reached the application</param>
/// <param name="Role">of a member, as it was reported last; null for a tenant, and where none was</param>
/// <param name="People">in a tenant; one for a member</param>
/// <param name="TaskId">of the task to be</param>
public sealed record AppliedTo(
    string TenantId,
    string? MemberId,
    Population Population,
    bool IsAnonymised,
    long Revision,
    long Tasks,
    bool IsUnderway,
    string? Unsent,
    string? Role,
    long People,
    string TaskId
) : ISubject
{
    public string Id => MemberId ?? TenantId;

    long ISubject.Revision => Revision + Tasks;

    public static async Task<IReadOnlyList<AppliedTo>> Load(IReadOnlyList<string> ids, TaskSubject subject, string kind, Work work)
    {
        var rows = await work.List<Row>(subject is TaskSubject.Tenant ? Tenants(work) : Members(work), new { ids, kind });
        return
        [
            .. rows.Select(row => new AppliedTo(
                row.TenantId,
                row.MemberId,
                row.Population,
                row.IsAnonymised,
                row.Revision,
                row.Tasks,
                row.IsUnderway,
                row.Unsent,
                row.Role,
                row.People,
                work.NewId("tsk", row.MemberId ?? row.TenantId)
            )),
        ];
    }

    private static string Tenants(Work work) =>
        $"""
            select s.tenant_id, null::text as member_id, s.population, s.lifecycle = 'anonymised' as is_anonymised, s.revision,
                   coalesce((select p.members from core.tenant_people p where p.tenant_id = s.tenant_id), 0) as people, null::text as role, {Known(
                "s.tenant_id"
            )}
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """;

    private static string Members(Work work) =>
        $"""
            select m.tenant_id, m.member_id, s.population, (s.lifecycle = 'anonymised' or m.anonymised_at is not null) as is_anonymised, s.revision, 1::bigint as people, m.role, {Known(
                "m.member_id"
            )}
              from core.members m join core.tenant_status s using (tenant_id)
             where m.member_id = any(@ids)
             order by m.member_id
             {work.ForUpdate("m")}
            """;

    private static string Known(string subject) =>
        $"""
            (select count(*) + count(t.ended_at) {Of(subject)}) as tasks,
            exists (select {Of(subject)} and t.ended_at is null) as is_underway,
            (select t.task_id {Of(subject)} and t.ended_at is null and t.sent_at is null) as unsent
            """;

    private static string Of(string subject) => $"from core.tasks t where t.tenant_id = s.tenant_id and t.subject_id = {subject} and t.kind = @kind";

    private sealed record Row(
        string TenantId,
        string? MemberId,
        Population Population,
        bool IsAnonymised,
        long Revision,
        long Tasks,
        bool IsUnderway,
        string? Unsent,
        string? Role,
        long People
    );
}
