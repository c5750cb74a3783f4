using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Writes sequences of tenants.</summary>
internal static class EnrollmentRows
{
    /// <summary>Why a sequence was stopped.</summary>
    public const string TurnedOff = "turned_off",
        ConditionsUnmet = "conditions_unmet",
        DateChanged = "date_changed",
        Undone = "undone",
        Refused = "refused",
        StoppedByTeam = "stopped_by_team";

    /// <summary>Starts sequences, each only once for its event or date.</summary>
    /// <param name="work">Names the tenants.</param>
    public static Task Add(IReadOnlyList<NewEnrollment> all, IdGenerator ids, UnitOfWork work)
    {
        // Several events of a tenant can be in one batch.
        IReadOnlyList<NewEnrollment> starts =
        [
            .. all.DistinctBy(start => (start.TenantId, start.Automation.Id, start.MemberId, start.Automation.Once || start.IsChained ? "" : start.Occurrence)),
        ];
        return starts.Count == 0
            ? Task.CompletedTask
            : work.Execute(
                """
                insert into automations.enrollments (tenant_id, automation_id, occurrence, enrollment_id, version, mode, event, facts, member_id, due_at, enrolled_at)
                select t.tenant_id, s.automation_id, s.occurrence, s.enrollment_id, s.version, t.mode, s.event, s.facts, s.member_id, now(), clock_timestamp()
                  from unnest(@tenants, @automations, @occurrences, @ids, @versions, @events, @facts, @members, @once, @chained)
                       s(tenant_id, automation_id, occurrence, enrollment_id, version, event, facts, member_id, once, chained)
                  join core.tenants t on t.tenant_id = s.tenant_id
                 where not ((s.once or s.chained) and case
                         when s.member_id is null then exists (
                           select from automations.enrollments e
                            where e.tenant_id = s.tenant_id and e.automation_id = s.automation_id and (s.once or e.enrolled_at > now() - interval '1 day'))
                         else exists (
                           select from automations.enrollments e
                            where e.tenant_id = s.tenant_id and e.member_id = s.member_id and e.automation_id = s.automation_id
                              and (s.once or e.enrolled_at > now() - interval '1 day')) end)
                 order by t.tenant_id, s.automation_id, s.occurrence
                on conflict (tenant_id, automation_id, occurrence) do nothing
                """,
                new
                {
                    tenants = starts.Select(start => start.TenantId).ToArray(),
                    automations = starts.Select(start => start.Automation.Id).ToArray(),
                    occurrences = starts.Select(start => start.Occurrence).ToArray(),
                    ids = starts.Select(_ => ids.New("enr")).ToArray(),
                    versions = starts.Select(start => start.Automation.Version).ToArray(),
                    events = starts.Select(start => start.Event).ToArray(),
                    facts = starts.Select(start => start.Facts).ToArray(),
                    members = starts.Select(start => start.MemberId).ToArray(),
                    once = starts.Select(start => start.Automation.Once).ToArray(),
                    chained = starts.Select(start => start.IsChained).ToArray(),
                }
            );
    }

    /// <summary>Locks those that are still due at this step.</summary>
    /// <returns>Their ids. A repeated or concurrent execution finds none.</returns>
    public static async Task<HashSet<string>> LockDue(IReadOnlyCollection<string> ids, int step, UnitOfWork work) =>
        (
            await work.List<string>(
                """
                select e.enrollment_id from automations.enrollments e
                 where e.enrollment_id = any(@ids) and e.state = 'running' and e.step = @step and e.due_at <= now()
                 order by e.enrollment_id
                   for update
                """,
                new { ids, step }
            )
        ).ToHashSet(StringComparer.Ordinal);

    /// <summary>Marks a step as done. The next one is due after the wait, and the sequence is completed after the last one.</summary>
    public static Task Advance(IReadOnlyCollection<string> ids, TimeSpan wait, bool isLast, UnitOfWork work) =>
        work.Execute(
            """
            update automations.enrollments
               set step = step + 1, state = case when @isLast then 'completed' else state end, due_at = case when not @isLast then now() + @wait end,
                   ended_at = case when @isLast then clock_timestamp() end
             where enrollment_id = any(@ids) and state = 'running'
            """,
            new
            {
                ids,
                wait,
                isLast,
            }
        );

    /// <summary>Makes the next step due later.</summary>
    public static Task Delay(IReadOnlyCollection<string> ids, TimeSpan delay, UnitOfWork work) =>
        work.Execute(
            "update automations.enrollments set due_at = now() + @delay where enrollment_id = any(@ids) and state = 'running' and due_at <= now()",
            new { ids, delay }
        );

    public static Task Stop(IReadOnlyCollection<string> ids, string reason, UnitOfWork work) =>
        ids.Count == 0
            ? Task.CompletedTask
            : work.Execute(
                """
                update automations.enrollments set state = 'stopped', reason = @reason, due_at = null, ended_at = clock_timestamp()
                 where enrollment_id = any(@ids) and state = 'running'
                """,
                new { ids, reason }
            );
}

/// <summary>A tenant or a member whose sequence starts.</summary>
/// <param name="Occurrence">Identifies the event, the date or the change of the attribute.</param>
/// <param name="Event">Type of the event; null for a date and an attribute.</param>
/// <param name="Facts">Values of the event.</param>
/// <param name="IsChained">
/// Whether another automation caused the event. Then it starts only if it hasn't started in the past 24 hours for the tenant or member, so that two automations
/// can't start each other without end.
/// </param>
/// <param name="MemberId">Member that it is about; null for the tenant.</param>
internal sealed record NewEnrollment(
    string TenantId,
    Automation Automation,
    string Occurrence,
    string? Event,
    JsonElement Facts,
    bool IsChained = false,
    string? MemberId = null
);
