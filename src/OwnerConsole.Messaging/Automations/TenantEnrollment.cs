using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>A tenant in the sequence of an automation, or one of its members, listed across automations.</summary>
/// <param name="Id">ID of the enrollment.</param>
/// <param name="TenantId">ID of the tenant.</param>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="MemberId">ID of the member whose attribute changed or whom the event is about; null if the sequence is about the tenant.</param>
/// <param name="Member">Name of this member, or else your own ID of them; null if the sequence is about the tenant.</param>
/// <param name="AutomationId">ID of the automation.</param>
/// <param name="Automation">Name of the version of the automation that it keeps.</param>
/// <param name="Event">Type of the event that started it; null for a date.</param>
/// <param name="Occurrence">Position of the event in the log, the date that it relates to, or the time when the attribute changed, followed by the ID of a member.</param>
/// <param name="State">running, completed, goal_reached or stopped.</param>
/// <param name="Reason">Why it was stopped, or the type of the event that reached the goal; else null.</param>
/// <param name="StepsDone">Number of steps that are done.</param>
/// <param name="EnrolledAt">When the sequence started.</param>
/// <param name="DueAt">When the next step is due; null once it has ended.</param>
/// <param name="EndedAt">Null while it is running.</param>
public sealed record TenantEnrollment(
    string Id,
    string TenantId,
    string Tenant,
    string? MemberId,
    string? Member,
    string AutomationId,
    string Automation,
    string? Event,
    string Occurrence,
    EnrollmentState State,
    string? Reason,
    int StepsDone,
    DateTimeOffset EnrolledAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? EndedAt
)
{
    /// <summary>Its operation steps that were executed or wait.</summary>
    public IReadOnlyList<EnrollmentRun> Runs { get; init; } = [];

    /// <param name="tenantId">Only of this tenant; null for all tenants of the mode.</param>
    /// <param name="records">Only about these records of a member of the tenant; null for all of the tenant.</param>
    /// <returns>A page, newest first.</returns>
    public static async Task<Page<TenantEnrollment>> List(
        string? tenantId,
        Mode mode,
        string? cursor,
        int limit,
        UnitOfWork work,
        IReadOnlyList<string>? records = null
    )
    {
        var (lastAt, lastId) = cursor is null ? default : Data.Cursor.ReadInstant(cursor);
        var rows = await work.List<TenantEnrollment>(
            $"""
            select e.enrollment_id as id, e.tenant_id, t.name as tenant, e.member_id, coalesce(b.name, b.external_id) as member, e.automation_id, v.name as automation, e.event, e.occurrence, e.state, e.reason, e.step as steps_done, e.enrolled_at, e.due_at, e.ended_at
              from automations.enrollments e
              join core.tenants t on t.tenant_id = e.tenant_id
              left join core.members b on b.tenant_id = e.tenant_id and b.member_id = e.member_id
              join automations.automations v on v.tenant_id = 'tnt_platform' and v.automation_id = e.automation_id and v.version = e.version
             where {(tenantId is null ? "e.mode = @mode" : "e.tenant_id = @tenantId")}
               {(records is null ? "" : "and e.member_id = any(@records)")}
               {(cursor is null ? "" : "and (e.enrolled_at, e.enrollment_id) < (@lastAt, @lastId)")}
             order by e.enrolled_at desc, e.enrollment_id desc
             limit @limit + 1
            """,
            new
            {
                tenantId,
                mode,
                records = records ?? [],
                limit,
                lastAt,
                lastId,
            }
        );
        var runs = await EnrollmentRun.Find([.. rows.Select(row => row.Id)], [.. rows.Select(row => row.TenantId)], work);
        return Paging.ToPage([.. rows.Select(row => row with { Runs = [.. runs[row.Id]] })], limit, last => Data.Cursor.Of(last.EnrolledAt, last.Id));
    }
}
