using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Finds the addresses of subscribers when emails are sent, gives each email its link to unsubscribe, and removes addresses that bounce or complain.</summary>
internal sealed class SubscriberRecipients(SecretBox box, ErasureLedger ledger, StatusRecipients recipients) : IEmailRecipientSource, IEmailPolicy
{
    public async Task<IReadOnlyDictionary<string, EmailRecipient>> List(IReadOnlyCollection<string> ids, UnitOfWork work)
    {
        var subscribers = ids.Where(IsSubscriber).ToArray();
        return subscribers.Length == 0
            ? new Dictionary<string, EmailRecipient>(StringComparer.Ordinal)
            : (
                await work.List<AddressRow>(
                    "select subscriber_id, email from status_pages.subscribers where tenant_id = 'tnt_platform' and subscriber_id = any(@subscribers)",
                    new { subscribers }
                )
            ).ToDictionary(row => row.SubscriberId, row => new EmailRecipient(null, row.Email, null, Mode.Live), StringComparer.Ordinal);
    }

    public async Task<string?> FindSkipReason(OutgoingEmail email, MessageTopic? topic, EmailRecipient to, UnitOfWork work) =>
        !IsNotice(email) ? null
        : await Subscriber.FindToken(email.Recipient, box, work) is null ? "The recipient has unsubscribed."
        : await SeesNotice(email, work) ? null
        : "The notice is not shown to the recipient any more, or is about components that they have not chosen.";

    public async Task<string?> FindUnsubscribeUrl(OutgoingEmail email, MessageTopic? topic, string? console, UnitOfWork work) =>
        console is not null && IsNotice(email) && await Subscriber.FindToken(email.Recipient, box, work) is { } token
            ? $"{(await StatusPageSettings.Find(work)).Address ?? console}{SubscriberRoutes.UnsubscribeOf(token)}"
            : null;

    public Task RecordBounce(OutgoingEmail email, EmailRecipient to, UnitOfWork work) => Remove(email, work);

    public Task RecordComplaint(OutgoingEmail email, EmailRecipient to, UnitOfWork work) => Remove(email, work);

    /// <summary>A component can be limited or removed, and others can be chosen, after the email was queued.</summary>
    private async Task<bool> SeesNotice(OutgoingEmail email, UnitOfWork work) =>
        !email.Facts.TryGetProperty(NoticeEmails.NoticeField, out var id)
        || (
            await StatusNotice.List([id.GetString()!], work) is [var notice] // not null: the ID is stored with the email
            && await Subscriber.Find(email.Recipient, notice.Components, work) is { } receiver
            && (
                await StatusLimit.List(work) is not { Count: > 0 } limits
                || (await recipients.Select([receiver], notice.Components, limits, work.Stop)).Count > 0
            )
        );

    private Task Remove(OutgoingEmail email, UnitOfWork work) =>
        email.TenantId == IdGenerator.Platform && IsSubscriber(email.Recipient)
            ? ledger.Erase(SubscriberEraser.Subject, IdGenerator.Platform, email.Recipient, work)
            : Task.CompletedTask;

    private static bool IsNotice(OutgoingEmail email) =>
        email.TenantId == IdGenerator.Platform && IsSubscriber(email.Recipient) && email.Template == NoticeEmails.Template.Name;

    private static bool IsSubscriber(string id) => id.StartsWith($"{Subscriber.Prefix}_", StringComparison.Ordinal);

    private sealed record AddressRow(string SubscriberId, string Email);
}
