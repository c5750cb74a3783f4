using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>A tenant in the sequence of an automation, or one of its members, as returned by the API.</summary>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="MemberId">ID of the member whose attribute changed or whom the event is about; null if the sequence is about the tenant.</param>
/// <param name="Member">Name of this member, or else your own ID of them; null if the sequence is about the tenant.</param>
/// <param name="Version">Version of the automation that it keeps.</param>
/// <param name="Event">Type of the event that started it; null for a date.</param>
/// <param name="Occurrence">Position of the event in the log, the date that it relates to, or the time when the attribute changed, followed by the ID of a member.</param>
/// <param name="State">running, completed, goal_reached or stopped.</param>
/// <param name="Reason">turned_off, conditions_unmet, date_changed, undone, refused or stopped_by_team if it was stopped; the type of the event that reached the goal; else null.</param>
/// <param name="StepsDone">Number of steps that are done.</param>
/// <param name="EnrolledAt">When the sequence started.</param>
/// <param name="DueAt">When the next step is due; null once it has ended.</param>
/// <param name="EndedAt">Null while it is running.</param>
/// <param name="Sent">Messages that were sent or are queued.</param>
/// <param name="Skipped">Messages that were not sent, or failed.</param>
public sealed record EnrollmentView(
    string Id,
    string TenantId,
    string Tenant,
    string? MemberId,
    string? Member,
    int Version,
    string? Event,
    string Occurrence,
    EnrollmentState State,
    string? Reason,
    int StepsDone,
    DateTimeOffset EnrolledAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? EndedAt,
    long Sent,
    long Skipped
)
{
    /// <summary>Its messages in the order of the steps, at most 20.</summary>
    public IReadOnlyList<EnrollmentMessage> Messages { get; init; } = [];

    /// <summary>Its operation steps that were executed or wait.</summary>
    public IReadOnlyList<EnrollmentRun> Runs { get; init; } = [];

    /// <returns>A page, newest first.</returns>
    public static async Task<Page<EnrollmentView>> List(EnrollmentFilter filter, UnitOfWork work)
    {
        var (lastAt, lastId) = filter.Cursor is null ? default : Data.Cursor.ReadInstant(filter.Cursor);
        var rows = await work.List<EnrollmentView>(
            $"""
            select e.enrollment_id as id, e.tenant_id, t.name as tenant, e.member_id, coalesce(b.name, b.external_id) as member, e.version, e.event, e.occurrence, e.state, e.reason, e.step as steps_done, e.enrolled_at, e.due_at, e.ended_at,
                   m.sent, m.skipped
              from automations.enrollments e
              join core.tenants t on t.tenant_id = e.tenant_id
              left join core.members b on b.tenant_id = e.tenant_id and b.member_id = e.member_id
             cross join lateral (
               select count(*) filter (where m.state in ('queued', 'sent')) as sent, count(*) filter (where m.state in ('skipped', 'failed')) as skipped
                 from automations.messages m where m.tenant_id = e.tenant_id and m.enrollment_id = e.enrollment_id) m
             where e.automation_id = @AutomationId and e.mode = @Mode
               {(filter.State is null ? "" : "and e.state = @State")}
               {(filter.TenantId is null ? "" : "and e.tenant_id = @TenantId")}
               {(filter.MemberId is null ? "" : "and e.member_id = @MemberId")}
               {(filter.Cursor is null ? "" : "and (e.enrolled_at, e.enrollment_id) < (@lastAt, @lastId)")}
             order by e.enrolled_at desc, e.enrollment_id desc
             limit @Limit + 1
            """,
            new
            {
                filter.AutomationId,
                filter.Mode,
                filter.State,
                filter.TenantId,
                filter.MemberId,
                filter.Limit,
                lastAt,
                lastId,
            }
        );
        var messages = await EnrollmentMessage.Find([.. rows.Select(row => row.Id)], work);
        var runs = await EnrollmentRun.Find([.. rows.Select(row => row.Id)], [.. rows.Select(row => row.TenantId)], work);
        return Paging.ToPage(
            [.. rows.Select(row => row with { Messages = [.. messages[row.Id]], Runs = [.. runs[row.Id]] })],
            filter.Limit,
            last => Data.Cursor.Of(last.EnrolledAt, last.Id)
        );
    }
}

/// <summary>Selects sequences of an automation.</summary>
/// <param name="TenantId">Only of this tenant; null for all.</param>
/// <param name="MemberId">Only about this member of the tenant; null for all.</param>
public sealed record EnrollmentFilter(
    string AutomationId,
    Mode Mode,
    EnrollmentState? State = null,
    string? TenantId = null,
    string? MemberId = null,
    string? Cursor = null,
    int Limit = 50
);

/// <summary>How far a tenant is in a sequence.</summary>
public enum EnrollmentState
{
    Running,

    /// <summary>All steps are done.</summary>
    Completed,

    /// <summary>An event ended it.</summary>
    GoalReached,

    /// <summary>It ended early, because a condition wasn't met any more or the automation was turned off.</summary>
    Stopped,
}
