using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Stores the messages of steps.</summary>
internal static class MessageRows
{
    public static Task Add(StepBatch batch, string channel, IReadOnlyList<NewRow> rows, UnitOfWork work) =>
        rows.Count == 0
            ? Task.CompletedTask
            : work.Execute(
                """
                insert into automations.messages (tenant_id, enrollment_id, step, recipient, automation_id, mode, channel, state, reason, reference, changed_at)
                select r.tenant_id, r.enrollment_id, @Step, r.recipient, @automation, t.mode, @channel, r.state, r.reason, r.reference, clock_timestamp()
                  from unnest(@tenants, @enrollments, @recipients, @states, @reasons, @references) r(tenant_id, enrollment_id, recipient, state, reason, reference)
                  join core.tenants t on t.tenant_id = r.tenant_id
                """,
                new
                {
                    batch.Step,
                    automation = batch.Automation.Id,
                    channel,
                    tenants = rows.Select(row => row.To.TenantId).ToArray(),
                    enrollments = rows.Select(row => row.EnrollmentId).ToArray(),
                    recipients = rows.Select(row => row.To.Recipient).ToArray(),
                    states = rows.Select(row => row.State).ToArray(),
                    reasons = rows.Select(row => row.To.Exclusion).ToArray(),
                    references = rows.Select(row => row.Reference).ToArray(),
                }
            );

    public sealed record NewRow(string EnrollmentId, StepRecipient To, string State, string? Reference);
}
