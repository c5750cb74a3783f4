using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Reads the log: starts the sequences of automations that an event starts, and ends those whose goal it is.</summary>
public sealed class AutomationSubscriber(IdGenerator ids) : ILogSubscriber
{
    public string Name => "automations";

    public string HasRecipients => "exists (select from automations.activations o where o.closed_by is null)";

    public async Task Handle(IReadOnlyList<StoredLogLine> lines, UnitOfWork work)
    {
        var events = lines.Where(line => line.Event is not null && line.TenantId != IdGenerator.Platform).ToList();
        if (events.Count == 0)
            return;
        var automations = await Automation.ListOn(work);
        await Start(events, automations, work);
        await EndAtGoals(events, work);
    }

    private async Task Start(IReadOnlyList<StoredLogLine> events, IReadOnlyList<Automation> automations, UnitOfWork work)
    {
        var starts = events
            .SelectMany(line =>
                automations
                    // What an automation does itself never starts it again.
                    .Where(automation => automation.Events.Contains(line.Event!) && line.At >= automation.OnSince && line.Actor != automation.Id)
                    .Select(automation => new NewEnrollment(
                        line.TenantId,
                        automation,
                        line.Pos.ToString(CultureInfo.InvariantCulture),
                        line.Event,
                        AutomationReach.Facts(line.Data),
                        line.Actor.StartsWith($"{Automation.Prefix}_", StringComparison.Ordinal),
                        MemberTrigger.MemberOf(line.Subject)
                    ))
            )
            .ToList();
        if (starts.Count == 0)
            return;
        var profiles = await SequenceProfiles.Load(
            [.. starts.Select(start => (start.TenantId, start.MemberId))],
            starts.SelectMany(start => start.Automation.Conditions),
            work
        );
        await EnrollmentRows.Add(
            [.. starts.Where(start => profiles.Find(start.TenantId, start.MemberId)?.Meets(start.Automation.Conditions, start.Facts) == true)],
            ids,
            work
        );
    }

    /// <remarks>
    /// Only a later event reaches the goal of a sequence that an event started. An event about a member doesn't end the sequences of other members.
    /// </remarks>
    private static Task EndAtGoals(IReadOnlyList<StoredLogLine> events, UnitOfWork work) =>
        work.Execute(
            """
            update automations.enrollments e set state = 'goal_reached', reason = l.event, due_at = null, ended_at = clock_timestamp()
              from unnest(@tenants, @events, @positions, @times, @members) l(tenant_id, event, pos, at, member_id), automations.automations v
             where e.tenant_id = l.tenant_id and e.state = 'running' and v.automation_id = e.automation_id and v.version = e.version and l.event = any(v.goals)
               and (l.member_id is null or e.member_id is null or e.member_id = l.member_id)
               and case when e.event is null then l.at >= e.enrolled_at else l.pos > e.occurrence::bigint end
            """,
            new
            {
                tenants = events.Select(line => line.TenantId).ToArray(),
                events = events.Select(line => line.Event).ToArray(),
                positions = events.Select(line => line.Pos).ToArray(),
                times = events.Select(line => line.At).ToArray(),
                members = events.Select(line => MemberTrigger.MemberOf(line.Subject)).ToArray(),
            }
        );
}
