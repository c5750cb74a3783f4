using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>Suppressed addresses.</summary>
internal static class SuppressionRows
{
    public static readonly StateRows State = new("preferences.suppressions", "suppression_id")
    {
        HaveClosedAt = true,
        Conflict = "other.tenant_id = this.tenant_id and other.channel = this.channel and other.address_hash = this.address_hash",
    };

    /// <summary>Suppresses addresses; those that are suppressed already stay as they are.</summary>
    /// <param name="by">Run, or the intake that reported it.</param>
    public static async Task Open(
        IReadOnlyList<SuppressedRecipient> recipients,
        MessageChannel channel,
        SuppressionReason reason,
        string? emailId,
        string by,
        UnitOfWork work
    )
    {
        var opened = (
            await work.List<string>(
                """
                insert into preferences.suppressions (tenant_id, suppression_id, channel, address_hash, reason, recipient, email_id, opened_by, opened_at)
                select n.tenant_id, n.id, @channel, n.hash, @reason, n.recipient, @emailId, @by, clock_timestamp()
                  from unnest(@tenants, @ids, @hashes, @recipients) n(tenant_id, id, hash, recipient)
                on conflict (tenant_id, channel, address_hash) where closed_by is null do nothing
                returning suppression_id
                """,
                new
                {
                    channel,
                    reason,
                    emailId,
                    by,
                    tenants = recipients.Select(one => one.TenantId).ToArray(),
                    ids = recipients.Select(one => one.SuppressionId).ToArray(),
                    hashes = recipients.Select(one => one.Hash).ToArray(),
                    recipients = recipients.Select(one => one.RecipientId).ToArray(),
                }
            )
        ).ToHashSet(StringComparer.Ordinal);
        if (opened.Count > 0)
            await work.SetName(
                [.. recipients.Where(one => opened.Contains(one.SuppressionId)).Select(one => (one.SuppressionId, one.TenantId))],
                "suppression",
                "Suppressed address"
            );
    }
}

/// <param name="SuppressionId">Id of the new row.</param>
/// <param name="RecipientId">Member or tenant that has the address.</param>
internal sealed record SuppressedRecipient(string TenantId, string SuppressionId, string RecipientId, byte[] Hash);
