using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Email;

/// <summary>Provides recipients of emails who are neither team members nor belong to a tenant, such as subscribers of the status page.</summary>
public interface IEmailRecipientSource
{
    /// <param name="ids">IDs of recipients, also of other kinds.</param>
    /// <param name="work">Reads the platform.</param>
    /// <returns>The recipients that exist, by ID.</returns>
    Task<IReadOnlyDictionary<string, EmailRecipient>> List(IReadOnlyCollection<string> ids, UnitOfWork work);
}
