using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Queues the emails of a step.</summary>
public sealed class EmailStep(StepRecipients recipients, EmailOutbox outbox) : IStepHandler
{
    public StepKind Kind => StepKind.Email;

    async Task<StepWriter> IStepHandler.Prepare(StepBatch batch, UnitOfWork reading)
    {
        var automation = batch.Automation;
        var found = await recipients.Find(automation, MessageChannel.Email, batch.Sequences, reading);
        return async (due, work) =>
        {
            var all = batch
                .Enrollments.Where(enrollment => due.Contains(enrollment.EnrollmentId))
                .SelectMany(enrollment => found[(enrollment.TenantId, enrollment.MemberId)].Select(to => (enrollment.EnrollmentId, To: to)))
                .ToList();
            var sent = all.Where(one => one.To.Exclusion is null).ToList();
            var emails = await outbox.EnqueueMany(
                AutomationVariables.Template,
                EmailOutbox.LaneOf(automation.Id),
                [
                    .. sent.Select(one => new NewEmail(
                        one.To.TenantId,
                        one.To.Recipient,
                        AutomationEmails.Facts(automation, batch.Step, one.EnrollmentId),
                        one.To.DueAt
                    )),
                ],
                work
            );
            await MessageRows.Add(
                batch,
                "email",
                [
                    .. sent.Zip(emails, (one, email) => new MessageRows.NewRow(one.EnrollmentId, one.To, "queued", email)),
                    .. all.Where(one => one.To.Exclusion is not null).Select(one => new MessageRows.NewRow(one.EnrollmentId, one.To, "skipped", null)),
                ],
                work
            );
            await recipients.Count(automation, [.. sent.Select(one => one.To)], work);
        };
    }
}
