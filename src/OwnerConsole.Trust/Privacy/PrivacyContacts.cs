using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Trust.Privacy;

/// <summary>
/// Addresses of the people of privacy requests. Those of members are stored encrypted, because the answer to an erasure must reach them after it, and deleted after
/// the answer. Those of others are stored with the request.
/// </summary>
public sealed class PrivacyContacts(SecretBox box)
{
    internal static readonly EncryptedColumn Addresses = new("privacy.contacts", "address", "privacy_contact", "request_id");

    /// <summary>Stores the address of the members of a new request.</summary>
    internal Task Add(string requestId, PrivacyContact contact, UnitOfWork work) =>
        work.Execute(
            """
            insert into privacy.contacts (tenant_id, request_id, address, language, opened_at)
            values ('tnt_platform', @requestId, @address, @Language, clock_timestamp())
            """,
            new
            {
                requestId,
                address = box.Encrypt(Addresses.Kind, requestId, Encoding.UTF8.GetBytes(contact.Address)),
                contact.Language,
            }
        );

    internal static Task Remove(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.Execute("delete from privacy.contacts where tenant_id = 'tnt_platform' and request_id = any(@ids)", new { ids = ids.ToArray() });

    /// <param name="work">Names the tenant.</param>
    /// <returns>Current address of a member; null if they have none.</returns>
    internal static Task<PrivacyContact?> FindMember(string tenantId, string memberId, UnitOfWork work) =>
        work.One<PrivacyContact>(
            """
            select btrim(m.email) as address, m.language from core.members m
             where m.tenant_id = @tenantId and m.member_id = @memberId and btrim(m.email) <> '' and m.anonymised_at is null
            """,
            new { tenantId, memberId }
        );

    /// <returns>Address of the person of a request; null if none is known or it was deleted after the answer.</returns>
    internal async Task<PrivacyContact?> Find(string requestId, UnitOfWork work) => (await List([requestId], work)).GetValueOrDefault(requestId);

    /// <returns>Addresses of the people of requests, by the ID of the request. Those without a known address are left out.</returns>
    internal async Task<IReadOnlyDictionary<string, PrivacyContact>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        (
            await work.List<ContactRow>(
                """
                select r.request_id, r.email, c.address, c.language
                  from privacy.requests r
                  left join privacy.contacts c on c.tenant_id = r.tenant_id and c.request_id = r.request_id
                 where r.tenant_id = 'tnt_platform' and r.request_id = any(@ids) and (r.email is not null or c.address is not null)
                """,
                new { ids = ids.ToArray() }
            )
        ).ToDictionary(row => row.RequestId, Read, StringComparer.Ordinal);

    private PrivacyContact Read(ContactRow row) =>
        row.Address is { } address ? new(Encoding.UTF8.GetString(box.Decrypt(Addresses.Kind, row.RequestId, address)), row.Language) : new(row.Email!, null); // not null: one of both is

    private sealed record ContactRow(string RequestId, string? Email, byte[]? Address, string? Language);
}
