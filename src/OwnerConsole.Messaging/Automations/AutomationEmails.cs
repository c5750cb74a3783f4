using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Provides the content of automated emails, and records the result of each.</summary>
public sealed class AutomationEmails(AutomationVariables variables) : IEmailSource
{
    public string Template => AutomationVariables.Template.Name;

    /// <returns>References that are stored with an email.</returns>
    internal static JsonElement Facts(Automation automation, int step, string enrollmentId) =>
        Json.Element(
            new
            {
                automation = automation.Id,
                automation.Version,
                step,
                enrollment = enrollmentId,
                automation.Topic,
            }
        );

    /// <remarks>An email that waits, for example for the end of quiet hours, isn't sent once its automation is off or its sequence was stopped.</remarks>
    public async Task<SourcedEmail?> Find(OutgoingEmail email, string? console, UnitOfWork work)
    {
        var reference = Read(email);
        var automation = await Automation.Find(reference.Automation, reference.Version, work);
        var started = await work.One<StartRow>(
            "select e.facts from automations.enrollments e where e.tenant_id = @TenantId and e.enrollment_id = @Enrollment and e.state in ('running', 'completed')",
            new { email.TenantId, reference.Enrollment }
        );
        if (automation is not { IsOn: true } || started is null)
            return null;
        if (!(await TenantProfile.Load([email.TenantId], work)).TryGetValue(email.TenantId, out var tenant))
            return null;
        var values = AutomationVariables.Of(tenant, started.Facts, await variables.FindNames(work));
        return new(automation.Steps[reference.Step].Content, values)
        {
            Bcc = await AutomationSettings.Bcc.Get(work) is { Length: > 0 } address ? address : null,
            IsImportant = automation.Priority is MessagePriority.High or MessagePriority.Urgent,
        };
    }

    public Task Record(OutgoingEmail email, EmailState state, UnitOfWork work)
    {
        var reference = Read(email);
        return state is EmailState.Waiting
            ? Task.CompletedTask
            : work.Execute(
                """
                update automations.messages set state = @state, reason = case when @state = 'skipped' then 'not_sent' end, changed_at = clock_timestamp()
                 where tenant_id = @TenantId and enrollment_id = @Enrollment and step = @Step and recipient = @Recipient and state <> @state
                """,
                new
                {
                    state = state switch
                    {
                        EmailState.Sent or EmailState.Delivered or EmailState.Complained => "sent",
                        EmailState.NotSent => "skipped",
                        _ => "failed",
                    },
                    email.TenantId,
                    email.Recipient,
                    reference.Enrollment,
                    reference.Step,
                }
            );
    }

    private static Reference Read(OutgoingEmail email) => Json.Read<Reference>(email.Facts); // set when it is queued

    private sealed record Reference(string Automation, int Version, int Step, string Enrollment, string Topic);

    private sealed record StartRow(JsonElement Facts);
}
