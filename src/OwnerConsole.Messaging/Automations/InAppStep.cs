using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Messaging.Emails.Public;
using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Delivers the in-app notifications of a step.</summary>
public sealed class InAppStep(StepRecipients recipients, NotificationMessages messages, AutomationVariables variables) : IStepHandler
{
    public StepKind Kind => StepKind.InApp;

    async Task<StepWriter> IStepHandler.Prepare(StepBatch batch, UnitOfWork reading)
    {
        var (automation, step) = (batch.Automation, batch.Content);
        var found = await recipients.Find(automation, MessageChannel.InApp, batch.Sequences, reading);
        var names = await variables.FindNames(reading);
        var members = await SequenceMember.Load(batch.Sequences, reading);
        var (platform, url) = (await PlatformWords.Of(reading), await PlatformAddress.Of(reading));
        var texts = new List<(string EnrollmentId, SequenceMember? About, StepRecipient To, string Title, string Body)>();
        foreach (var enrollment in batch.Enrollments)
        {
            var tenant = batch.Tenants[enrollment.TenantId];
            var about = SequenceMember.Find(members, enrollment.TenantId, enrollment.MemberId);
            var facts = AutomationVariables.Of(tenant, enrollment.Facts, names, about);
            foreach (var to in found[(enrollment.TenantId, enrollment.MemberId)])
            {
                var (title, body) = EmailText.Render(step.Subject!, step.Body!, facts, platform, url, to.To(tenant.Mode), reading.Stop); // not null: it is a message
                texts.Add((enrollment.EnrollmentId, about, to, title, body));
            }
        }
        return async (due, work) =>
        {
            var ready = texts.Where(text => due.Contains(text.EnrollmentId)).ToList();
            // Their values must not be stored if they were anonymised or restricted since the texts were rendered: an erasure that has ended doesn't find them.
            var still = await SequenceMember.Load(batch.Sequences, work, isLocking: true);
            var byCurrent = ready.ToLookup(text => text.About is not { MemberId.Length: > 0 } about || still.ContainsKey((about.TenantId, about.MemberId)));
            var rows = ready
                .Where(text => text.To.Exclusion is not null)
                .Select(text => new MessageRows.NewRow(text.EnrollmentId, text.To, "skipped", null))
                .ToList();
            rows.AddRange(
                byCurrent[false].Where(text => text.To.Exclusion is null).Select(text => new MessageRows.NewRow(text.EnrollmentId, text.To, "failed", null))
            );
            foreach (var same in byCurrent[true].Where(text => text.To.Exclusion is null).GroupBy(text => (text.EnrollmentId, text.Title, text.Body)))
            {
                var (state, id) = await Deliver(automation, step, [.. same.Select(text => text.To)], same.Key.Title, same.Key.Body, work);
                rows.AddRange(same.Select(text => new MessageRows.NewRow(text.EnrollmentId, text.To, state, id)));
            }
            await MessageRows.Add(batch, "in_app", rows, work);
            await recipients.Count(automation, [.. rows.Where(row => row.State == "sent").Select(row => row.To)], work);
        };
    }

    /// <summary>Delivers a text to the members of a tenant who receive the same one.</summary>
    /// <returns>The state of the messages, and the id of their text.</returns>
    private async Task<(string State, string? Id)> Deliver(
        Automation automation,
        AutomationStep step,
        IReadOnlyList<StepRecipient> to,
        string title,
        string body,
        UnitOfWork work
    )
    {
        var message = new NewMessage(to[0].TenantId, automation.Topic, automation.Priority, title, body, automation.Id)
        {
            Link = step.Link,
            LinkLabel = step.LinkLabel,
        };
        string id;
        try
        {
            id = messages.Add(message, work);
        }
        catch (Problem) // with the values of this tenant, the text is too long for a notification
        {
            return ("failed", null);
        }
        await messages.Deliver(id, [.. to.Select(recipient => (recipient.TenantId, recipient.Recipient))], work);
        return ("sent", id);
    }
}
