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
            "select e.facts, e.member_id from automations.enrollments e where e.tenant_id = @TenantId and e.enrollment_id = @Enrollment and e.state in ('running', 'completed')",
            new { email.TenantId, reference.Enrollment }
        );
        if (automation is not { IsOn: true } || started is null)
            return null;
        if (!(await TenantProfile.Load([email.TenantId], [], work)).TryGetValue(email.TenantId, out var tenant))
            return null;
        var about = SequenceMember.Find(await SequenceMember.Load([(email.TenantId, started.MemberId)], work), email.TenantId, started.MemberId);
        var values = AutomationVariables.Of(tenant, started.Facts, await variables.FindNames(work), about);
        return new(automation.Steps[reference.Step].Content, values)
        {
            Bcc = await AutomationSettings.Bcc.Get(work) is { Length: > 0 } address ? address : null,
            IsImportant = automation.Priority is MessagePriority.High or MessagePriority.Urgent,
        };
    }

    public async Task Record(IReadOnlyList<EmailChange> changes, UnitOfWork work)
    {
        var results = changes
            .Where(change => change.State is not EmailState.Waiting)
            .Select(change => (change.Email, Reference: Read(change.Email), State: StateOf(change.State)))
            .ToList();
        if (results.Count == 0)
            return;
        await work.Execute(
            """
            update automations.messages m set state = n.state, reason = case when n.state = 'skipped' then 'not_sent' end, changed_at = clock_timestamp()
              from unnest(@tenants, @enrollments, @steps, @recipients, @states) n(tenant_id, enrollment_id, step, recipient, state)
             where m.tenant_id = n.tenant_id and m.enrollment_id = n.enrollment_id and m.step = n.step and m.recipient = n.recipient and m.state <> n.state
            """,
            new
            {
                tenants = results.Select(result => result.Email.TenantId).ToArray(),
                enrollments = results.Select(result => result.Reference.Enrollment).ToArray(),
                steps = results.Select(result => result.Reference.Step).ToArray(),
                recipients = results.Select(result => result.Email.Recipient).ToArray(),
                states = results.Select(result => result.State).ToArray(),
            }
        );
    }

    private static string StateOf(EmailState state) =>
        state switch
        {
            EmailState.Sent or EmailState.Delivered or EmailState.Complained => "sent",
            EmailState.NotSent => "skipped",
            _ => "failed",
        };

    private static Reference Read(OutgoingEmail email) => Json.Read<Reference>(email.Facts); // set when it is queued

    private sealed record Reference(string Automation, int Version, int Step, string Enrollment, string Topic);

    private sealed record StartRow(JsonElement Facts, string? MemberId);
}
