using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Trust.Privacy;

/// <summary>
/// Finds the people of privacy requests when emails to them are sent. These emails belong to the platform, so that opt-outs, suppressions and restrictions don't
/// stop them: the law requires the answer.
/// </summary>
internal sealed class PrivacyRecipients(PrivacyContacts contacts) : IEmailRecipientSource
{
    public async Task<IReadOnlyDictionary<string, EmailRecipient>> List(IReadOnlyCollection<string> ids, UnitOfWork work)
    {
        var requests = ids.Where(id => id.StartsWith($"{PrivacyRequest.Prefix}_", StringComparison.Ordinal)).ToArray();
        return requests.Length == 0
            ? new Dictionary<string, EmailRecipient>(StringComparer.Ordinal)
            : (await contacts.List(requests, work)).ToDictionary(row => row.Key, row => ToRecipient(row.Value), StringComparer.Ordinal);
    }

    internal static EmailRecipient ToRecipient(PrivacyContact contact) => new(null, contact.Address, null, Mode.Live, contact.Language);
}
