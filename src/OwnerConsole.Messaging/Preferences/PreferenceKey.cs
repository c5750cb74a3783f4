using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>The key of address hashes and unsubscribe links: encrypted in the database, and never changed.</summary>
/// <remarks>Read when the program starts, because a caller may hold the last connection of the pool.</remarks>
public sealed class PreferenceKey(Database database, SecretBox box, IdGenerator ids) : IHostedService
{
    /// <summary>Column with the key.</summary>
    public static readonly EncryptedColumn Column = new("preferences.keys", "ciphertext", "preference-key", "key_id") { IsOwned = false };

    private EncryptionKey? _key;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Get(cancellationToken);
        }
        catch (DbException)
        {
            // Read when it is first needed: the program starts without the database.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal async ValueTask<EncryptionKey> Get(CancellationToken stop)
    {
        if (_key is { } known)
            return known;
        var row = await Find(stop) ?? await Create(stop);
        return _key = new(box.Decrypt(Column.Kind, row.KeyId, row.Ciphertext));
    }

    private async Task<KeyRow> Create(CancellationToken stop)
    {
        var id = ids.New("pkey");
        await using (var work = await database.Write(WriteOrigin.Intake("preferences.key"), [], stop))
        {
            // One node creates the key. Other nodes wait for the lock and then find it.
            await work.Execute("select pg_advisory_xact_lock(hashtextextended('preferences.keys', 0))");
            await work.Execute(
                "insert into preferences.keys (key_id, ciphertext, opened_at) select @id, @secret, now() where not exists (select from preferences.keys)",
                new { id, secret = box.Encrypt(Column.Kind, id, RandomNumberGenerator.GetBytes(EncryptionKey.Length)) }
            );
            await work.Commit();
        }
        return (await Find(stop))!; // the new key, or the one another node created at the same time
    }

    private async Task<KeyRow?> Find(CancellationToken stop)
    {
        await using var reading = await database.ReadTenants([], stop);
        return await reading.One<KeyRow>("select key_id, ciphertext from preferences.keys");
    }

    private sealed record KeyRow(string KeyId, byte[] Ciphertext);
}
