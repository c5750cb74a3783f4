using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>The signing secrets of endpoints: one each, and for 24 hours after a rotation the previous one as well.</summary>
public sealed class EndpointSecrets(SecretBox box)
{
    /// <summary>Includes secrets that no longer sign.</summary>
    public static readonly EncryptedColumn Stored = new("webhooks.secrets", "secret", "webhook", "endpoint_id");

    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <returns>The secret, which is shown once.</returns>
    public async Task<string> Open(string endpointId, UnitOfWork work)
    {
        var secret = StandardWebhook.CreateSecret(RandomNumberGenerator.GetBytes(StandardWebhook.SecretLength));
        await work.Execute(
            """
            with closed as (
              update webhooks.secrets set closed_by = @run, signs_until = now() + @Overlap
               where tenant_id = 'tnt_platform' and endpoint_id = @endpointId and closed_by is null returning 1)
            insert into webhooks.secrets (tenant_id, endpoint_id, opened_by, secret, opened_at)
            select 'tnt_platform', @endpointId, @run, @ciphertext, clock_timestamp()
             where (select count(*) from closed) >= 0 -- makes PostgreSQL run the update first
            """,
            new
            {
                run = work.RunId,
                Overlap,
                endpointId,
                ciphertext = box.Encrypt(Stored.Kind, endpointId, Encoding.UTF8.GetBytes(secret)),
            }
        );
        return secret;
    }

    /// <returns>The header <c>webhook-signature</c>, with one entry per valid secret, newest first.</returns>
    public async Task<string> Sign(string endpointId, string id, DateTimeOffset at, byte[] body, UnitOfWork work)
    {
        var found = await work.List<byte[]>(
            """
            select secret from webhooks.secrets
             where tenant_id = 'tnt_platform' and endpoint_id = @endpointId and (closed_by is null or signs_until > now())
             order by opened_at desc
            """,
            new { endpointId }
        );
        return string.Join(
            ' ',
            found.Select(secret => StandardWebhook.Sign(Encoding.UTF8.GetString(box.Decrypt(Stored.Kind, endpointId, secret)), id, at, body))
        );
    }
}
