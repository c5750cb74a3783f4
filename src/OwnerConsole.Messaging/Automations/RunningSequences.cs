using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>A tenant with its running sequences, as the subject of an operation.</summary>
/// <param name="Running">Number of sequences that are running.</param>
public sealed record RunningSequences(string TenantId, long Revision, long Running) : ISubject
{
    public string Id => TenantId;

    public static Task<IReadOnlyList<RunningSequences>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<RunningSequences>(
            $"""
            select s.tenant_id, s.revision + r.running as revision, r.running
              from core.tenant_status s
             cross join lateral (
               select count(*) as running from automations.enrollments e where e.tenant_id = s.tenant_id and e.state = 'running') r
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
}
