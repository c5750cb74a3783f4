using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Stores the results of operation steps, and continues or ends their sequences.</summary>
internal static class StepRunRows
{
    /// <summary>Stores results, stops refused sequences, and postpones those that wait.</summary>
    /// <param name="locked">Sequences that are still due at this step.</param>
    /// <returns>Sequences that continue with the next step.</returns>
    public static async Task<IReadOnlyCollection<string>> Settle(StepBatch batch, IReadOnlyList<StepRun> runs, IReadOnlySet<string> locked, UnitOfWork work)
    {
        // A sequence that reached its goal in the meantime keeps the run.
        await Set(batch, [.. runs.Where(run => run.RunId is not null || locked.Contains(run.Enrollment.EnrollmentId))], work);
        var mine = runs.Where(run => locked.Contains(run.Enrollment.EnrollmentId)).ToLookup(run => run.State);
        await EnrollmentRows.Stop(Ids(mine[StepRunState.Refused]), EnrollmentRows.Refused, work);
        foreach (var same in mine[StepRunState.Waiting].GroupBy(run => run.Delay))
            await EnrollmentRows.Delay(Ids(same), same.Key, work);
        return Ids(mine[StepRunState.Done].Concat(mine[StepRunState.Unchanged]));
    }

    /// <returns>Sequences that have ended while the run of their step waited, with that run. Those whose run is being executed are not included.</returns>
    public static Task<IReadOnlyList<DueEnrollment>> FindEnded(int most, UnitOfWork reading) =>
        reading.List<DueEnrollment>(
            """
            select e.tenant_id, e.enrollment_id, e.automation_id, e.version, r.step, e.occurrence, e.facts, e.member_id, r.run_id
              from automations.runs r
              join automations.enrollments e on e.tenant_id = r.tenant_id and e.enrollment_id = r.enrollment_id and e.state <> 'running'
              join core.runs c on c.run_id = r.run_id and c.state not in ('queued', 'running', 'waiting')
             where r.state = 'waiting' and r.run_id is not null
             order by r.changed_at
             limit @most
            """,
            new { most }
        );

    /// <summary>Stores results of sequences that have ended.</summary>
    /// <param name="work">Names the tenants.</param>
    public static Task SettleEnded(IReadOnlyList<StepRun> results, UnitOfWork work) =>
        work.Execute(
            """
            update automations.runs r set state = n.state, reason = n.reason, changed_at = clock_timestamp()
              from unnest(@tenants, @enrollments, @steps, @states, @reasons) n(tenant_id, enrollment_id, step, state, reason)
             where r.tenant_id = n.tenant_id and r.enrollment_id = n.enrollment_id and r.step = n.step and r.state = 'waiting'
            """,
            new
            {
                tenants = results.Select(result => result.Enrollment.TenantId).ToArray(),
                enrollments = results.Select(result => result.Enrollment.EnrollmentId).ToArray(),
                steps = results.Select(result => result.Enrollment.Step).ToArray(),
                states = results.Select(result => result.State.ToText()).ToArray(),
                reasons = results.Select(result => result.Reason).ToArray(),
            }
        );

    /// <returns>Sequences of which a run was undone, so that a team member has decided otherwise.</returns>
    public static async Task<IReadOnlySet<string>> FindUndone(IReadOnlyList<DueEnrollment> due, UnitOfWork reading) =>
        (
            await reading.List<string>(
                """
                select r.enrollment_id from automations.runs r join core.runs u on u.undo_of = r.run_id
                 where r.tenant_id = any(@tenants) and r.enrollment_id = any(@ids)
                """,
                new { tenants = Tenants(due), ids = Ids(due) }
            )
        ).ToHashSet(StringComparer.Ordinal);

    private static Task Set(StepBatch batch, IReadOnlyList<StepRun> runs, UnitOfWork work) =>
        runs.Count == 0
            ? Task.CompletedTask
            : work.Execute(
                """
                insert into automations.runs as r (tenant_id, enrollment_id, step, automation_id, mode, operation, state, reason, run_id, changed_at)
                select n.tenant_id, n.enrollment_id, @Step, @automation, t.mode, @operation, n.state, n.reason, n.run_id, clock_timestamp()
                  from unnest(@tenants, @enrollments, @states, @reasons, @runIds) n(tenant_id, enrollment_id, state, reason, run_id)
                  join core.tenants t on t.tenant_id = n.tenant_id
                on conflict (tenant_id, enrollment_id, step) do update
                   set state = excluded.state, reason = excluded.reason, run_id = coalesce(excluded.run_id, r.run_id), changed_at = excluded.changed_at
                 where r.state <> 'done'
                   and (r.state <> excluded.state or r.reason is distinct from excluded.reason or r.run_id is distinct from coalesce(excluded.run_id, r.run_id))
                """,
                new
                {
                    batch.Step,
                    automation = batch.Automation.Id,
                    operation = batch.Content.Operation,
                    tenants = runs.Select(run => run.Enrollment.TenantId).ToArray(),
                    enrollments = runs.Select(run => run.Enrollment.EnrollmentId).ToArray(),
                    states = runs.Select(run => run.State.ToText()).ToArray(),
                    reasons = runs.Select(run => run.Reason).ToArray(),
                    runIds = runs.Select(run => run.RunId).ToArray(),
                }
            );

    private static string[] Ids(IEnumerable<StepRun> runs) => [.. runs.Select(run => run.Enrollment.EnrollmentId)];

    private static string[] Ids(IEnumerable<DueEnrollment> due) => [.. due.Select(enrollment => enrollment.EnrollmentId)];

    private static string[] Tenants(IEnumerable<DueEnrollment> due) => [.. due.Select(enrollment => enrollment.TenantId).Distinct(StringComparer.Ordinal)];
}
