using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Sends an event to the webhook endpoint of the step.</summary>
/// <remarks>
/// The event is written to the log in the transaction that continues the sequence, and webhooks read the log once: it is queued once, signed and retried like any
/// other event.
/// </remarks>
public sealed class WebhookStep(LogWriter log) : IStepHandler
{
    internal static readonly EventKind Event = EventKind.Of(
        EndpointEvents.StepReached,
        "A tenant or a member reached a webhook step of an automation. Only the endpoint of the step receives it.",
        EventSubject.TenantOrMember,
        new
        {
            Automation = "",
            Enrollment = "",
            Step = 0,
            Trigger = "",
            Occurrence = "",
            Endpoint = "",
        }
    );

    public StepKind Kind => StepKind.Webhook;

    Task<StepWriter> IStepHandler.Prepare(StepBatch batch, UnitOfWork reading) =>
        Task.FromResult<StepWriter>(
            (due, work) =>
            {
                log.Write(
                    [.. batch.Enrollments.Where(enrollment => due.Contains(enrollment.EnrollmentId)).Select(enrollment => Line(batch, enrollment))],
                    work
                );
                return Task.CompletedTask;
            }
        );

    private static LogLine Line(StepBatch batch, DueEnrollment enrollment)
    {
        var (automation, endpoint) = (batch.Automation, batch.Content.Endpoint!); // not null: checked when the automation was saved
        return new(
            enrollment.TenantId,
            "system",
            automation.Id,
            "done",
            Sentence.Say(
                $"{new EntityReference(enrollment.MemberId ?? enrollment.TenantId)} reached a step of {new EntityReference(automation.Id)} that sends an event to {new EntityReference(endpoint)}."
            ) // not that it was sent: a disabled endpoint receives nothing
        )
        {
            Subject = enrollment.MemberId ?? enrollment.TenantId,
            Message = Message.Event(
                EndpointEvents.StepReached,
                new
                {
                    automation = automation.Id,
                    enrollment = enrollment.EnrollmentId,
                    step = batch.Step + 1,
                    trigger = TriggerOf(automation),
                    enrollment.Occurrence,
                    endpoint,
                }
            ),
        };
    }

    /// <returns>event, date or attribute.</returns>
    private static string TriggerOf(Automation automation) =>
        automation.Date is not null ? "date"
        : automation.Change is not null ? "attribute"
        : "event";
}
