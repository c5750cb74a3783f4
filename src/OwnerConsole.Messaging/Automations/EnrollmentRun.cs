using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>An operation step of a tenant's sequence, as returned by the API.</summary>
/// <param name="Step">Number of the step, starting with 1.</param>
/// <param name="Operation">Name of the operation.</param>
/// <param name="State">done, unchanged, refused or waiting.</param>
/// <param name="Reason">Code of the refusal, or what it waits for: approval, application, ceiling or the code of a problem; null if it was run.</param>
/// <param name="RunId">ID of the run; null if none was started.</param>
public sealed record EnrollmentRun(int Step, string Operation, StepRunState State, string? Reason, string? RunId)
{
    /// <returns>Operation steps by the id of the enrollment.</returns>
    public static async Task<ILookup<string, EnrollmentRun>> Find(string[] enrollments, string[] tenants, UnitOfWork work) =>
        (
            await work.List<Row>(
                """
                select r.enrollment_id, r.step + 1 as step, r.operation, r.state, r.reason, r.run_id
                  from automations.runs r
                  join automations.enrollments e on e.tenant_id = r.tenant_id and e.enrollment_id = r.enrollment_id
                 where r.tenant_id = any(@tenants) and r.enrollment_id = any(@enrollments)
                   and (r.state <> 'waiting' or r.run_id is not null or e.state = 'running') -- one that has ended waits for nothing
                 order by r.step
                """,
                new { tenants, enrollments }
            )
        ).ToLookup(row => row.EnrollmentId, row => new EnrollmentRun(row.Step, row.Operation, row.State, row.Reason, row.RunId), StringComparer.Ordinal);

    private sealed record Row(string EnrollmentId, int Step, string Operation, StepRunState State, string? Reason, string? RunId);
}
