using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Preferences.Public;

/// <summary>Keyed hashes of addresses, by which suppressed addresses are found without storing them.</summary>
public sealed class AddressHashes(PreferenceKey key, IdGenerator ids)
{
    /// <param name="addresses">Email addresses or phone numbers; null for recipients without one.</param>
    /// <returns>Hashes in the same order; null for recipients without an address.</returns>
    public async Task<byte[]?[]> Of(MessageChannel channel, IEnumerable<string?> addresses, CancellationToken stop)
    {
        var secret = await key.Get(stop);
        var kind = $"address-{channel.ToText()}";
        return [.. addresses.Select(address => string.IsNullOrWhiteSpace(address) ? null : secret.Fingerprint(kind, "", Normalize(address)))];
    }

    /// <returns>Null without an address.</returns>
    public async Task<byte[]?> Of(MessageChannel channel, string? address, CancellationToken stop) => (await Of(channel, [address], stop))[0];

    /// <summary>Suppresses the phone number of a member who told the service to stop messages.</summary>
    /// <param name="work">Names the tenant.</param>
    public async Task SuppressUnsubscribed(MessageChannel channel, string tenantId, string memberId, string? number, UnitOfWork work)
    {
        if (await Of(channel, number, work.Stop) is { } hash)
            await SuppressionRows.Open(
                [new(tenantId, ids.New("sup"), memberId, hash)],
                channel,
                SuppressionReason.Unsubscribed,
                emailId: null,
                "channel.attempt",
                work
            );
    }

    /// <summary>Mail servers treat addresses that differ in case as the same mailbox.</summary>
    private static string Normalize(string address) => address.Trim().ToLowerInvariant();
}
