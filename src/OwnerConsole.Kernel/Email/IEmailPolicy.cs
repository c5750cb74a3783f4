using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Email;

/// <summary>Decides whether an email to a tenant's member or contact can be sent, and how its recipient unsubscribes. Without one, all emails are sent.</summary>
public interface IEmailPolicy
{
    /// <param name="topic">Topic of the email; null for an email without a topic.</param>
    /// <param name="work">Unit of work that names the tenant.</param>
    /// <returns>Why the email must not be sent; null if it can be sent.</returns>
    Task<string?> FindSkipReason(OutgoingEmail email, MessageTopic? topic, EmailRecipient to, UnitOfWork work);

    /// <param name="console">URL of this console; null if it is not set.</param>
    /// <returns>Public page that ends emails of this topic for the recipient; null if they can't unsubscribe.</returns>
    Task<string?> FindUnsubscribeUrl(OutgoingEmail email, MessageTopic? topic, string? console, UnitOfWork work);

    /// <summary>Called when the recipient was permanently rejected, in the unit of work that stores it.</summary>
    Task RecordBounce(OutgoingEmail email, EmailRecipient to, UnitOfWork work);

    /// <summary>Called when the recipient marked the email as spam, in the unit of work that stores it.</summary>
    Task RecordComplaint(OutgoingEmail email, EmailRecipient to, UnitOfWork work);
}
