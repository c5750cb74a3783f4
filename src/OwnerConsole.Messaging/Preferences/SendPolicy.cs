using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>Applies opt-outs and suppressions to emails when they are sent, suppresses addresses that bounce or complain, and links to the page to unsubscribe.</summary>
/// <remarks>Emails to team members are not affected: a suppressed address could no longer receive links to sign in.</remarks>
public sealed class SendPolicy(AddressHashes hashes, UnsubscribeLinks links, IdGenerator ids) : IEmailPolicy
{
    public async Task<string?> FindSkipReason(OutgoingEmail email, MessageTopic? topic, EmailRecipient to, UnitOfWork work)
    {
        if (email.TenantId == IdGenerator.Platform)
            return null;
        var hash = await hashes.Of(MessageChannel.Email, to.Address, work.Stop);
        return await RecipientPolicy.FindExclusion(email.TenantId, email.Recipient, topic, MessageChannel.Email, hash, work);
    }

    public async Task<string?> FindUnsubscribeUrl(OutgoingEmail email, MessageTopic? topic, string? console, UnitOfWork work) =>
        topic is { IsRequired: false } && console is not null && IdGenerator.IsMember(email.Recipient)
            ? await links.Create(console, email.TenantId, email.Recipient, topic.Key, work.Stop)
            : null;

    public Task RecordBounce(OutgoingEmail email, EmailRecipient to, UnitOfWork work) => Suppress(email, to, SuppressionReason.HardBounce, work);

    public Task RecordComplaint(OutgoingEmail email, EmailRecipient to, UnitOfWork work) => Suppress(email, to, SuppressionReason.Complaint, work);

    private async Task Suppress(OutgoingEmail email, EmailRecipient to, SuppressionReason reason, UnitOfWork work)
    {
        if (email.TenantId == IdGenerator.Platform || await hashes.Of(MessageChannel.Email, to.Address, work.Stop) is not { } hash)
            return;
        await SuppressionRows.Open(
            [new(email.TenantId, ids.New("sup"), email.Recipient, hash)],
            MessageChannel.Email,
            reason,
            email.EmailId,
            "email.attempt",
            work
        );
    }
}
