using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Applications;

/// <summary>What a task is done to, and what decides about it.</summary>
/// <param name="Id">the tenant's itself, a member's, or that of something of the application's own</param>
/// <param name="Tasks">how many of this kind it was ever given, and how many have ended: a decision depends on both</param>
/// <param name="HasEnded">the application says so of something of its own</param>
/// <param name="IsUnderway">one of this kind has not ended</param>
/// <param name="Unsent">the task that is underway, where it can't have reached the application</param>
/// <param name="IsNeeded">a task of this kind that is underway is about it as well: who is to stay, of two that become one</param>
/// <param name="MergedInto">whom a member was merged with; null for a tenant, and for whoever stands for themselves</param>
/// <param name="ExternalId">the application's own id of it</param>
/// <param name="Role">of a member, as it was reported last; null for a tenant, and where none was</param>
/// <param name="People">in a tenant; one for a member; none for what is not somebody</param>
/// <param name="TaskId">of the task to be</param>
public sealed record AppliedTo(
    string TenantId,
    string Id,
    Population Population,
    bool IsAnonymised,
    long Revision,
    long Tasks,
    bool HasEnded,
    bool IsUnderway,
    string? Unsent,
    bool IsNeeded,
    string? MergedInto,
    string ExternalId,
    string? Role,
    long People,
    string TaskId
) : ISubject
{
    /// <summary>Whom it is done with: who stays, of two that become one. Null for what is about one alone, and where there is nobody of that id.</summary>
    public AppliedTo? Other { get; init; }

    /// <summary>What was reported of it, where that decides.</summary>
    public Reported Reported { get; init; }

    long ISubject.Revision => Revision + Tasks + (Other?.Tasks ?? 0);

    public static async Task<IReadOnlyList<AppliedTo>> Load(IReadOnlyList<string> ids, string subject, string kind, Work work)
    {
        var rows = await work.List<Row>(
            subject switch
            {
                TaskSubject.Tenant => Tenants(work),
                TaskSubject.Member => Members(work),
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
            .. rows.Select(row => new AppliedTo(
                row.TenantId,
                row.Id,
                row.Population,
                row.IsAnonymised,
                row.Revision,
                row.Tasks,
                row.HasEnded,
                row.IsUnderway,
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

    private static string Tenants(Work work) =>
        $"""
            select s.tenant_id, s.tenant_id as id, s.population, false as has_ended, s.lifecycle = 'anonymised' as is_anonymised, s.revision, null::text as merged_into,
                   (select n.external_id from core.tenants n where n.tenant_id = s.tenant_id) as external_id,
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
            select m.tenant_id, m.member_id as id, s.population, false as has_ended, (s.lifecycle = 'anonymised' or m.anonymised_at is not null) as is_anonymised, s.revision, 1::bigint as people, m.role, m.external_id,
                   (select g.into_id from core.merges g where g.member_id = m.member_id and g.tenant_id = m.tenant_id and g.to_at is null) as merged_into, {Known(
                "m.member_id"
            )}
              from core.members m join core.tenant_status s using (tenant_id)
             where m.member_id = any(@ids)
             order by m.member_id
             {work.ForUpdate("m")}
            """;

    private static string Things(Work work) =>
        $"""
            select h.tenant_id, h.thing_id as id, s.population, h.ended_at is not null as has_ended, s.lifecycle = 'anonymised' as is_anonymised, s.revision, 0::bigint as people, null::text as role,
                   h.external_id, null::text as merged_into, {Known("h.thing_id")}
              from core.application_subjects h join core.tenant_status s using (tenant_id)
             where h.thing_id = any(@ids) and h.type = @subject
             order by h.thing_id
             {work.ForUpdate("h")}
            """;

    private static string Known(string subject) =>
        $"""
            (select count(*) + count(t.ended_at) {Of(subject)}) as tasks,
            exists (select {Of(subject)} and t.ended_at is null) as is_underway,
            (select t.task_id {Of(subject)} and t.ended_at is null and t.sent_at is null) as unsent,
            exists (select from core.tasks t where t.tenant_id = s.tenant_id and t.other_id = {subject} and t.kind = @kind and t.ended_at is null) as is_needed
            """;

    private static string Of(string subject) => $"from core.tasks t where t.tenant_id = s.tenant_id and t.subject_id = {subject} and t.kind = @kind";

    private sealed record Row(
        string TenantId,
        string Id,
        Population Population,
        bool IsAnonymised,
        long Revision,
        long Tasks,
        bool HasEnded,
        bool IsUnderway,
        string? Unsent,
        bool IsNeeded,
        string? MergedInto,
        string ExternalId,
        string? Role,
        long People
    );
}

/// <summary>How much was reported of a member.</summary>
public readonly record struct Reported(long Sessions, long Purchases);
