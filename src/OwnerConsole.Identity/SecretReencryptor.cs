using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>Adds a new encryption key and re-encrypts secrets with it, in batches while consoles are running.</summary>
/// <remarks>
/// A secret is replaced only if it has not changed since it was read. So this can be interrupted and restarted at any point, and can run twice at the
/// same time.
/// </remarks>
public sealed class SecretReencryptor(Database database, KeyRing ring, KeyUses uses, LogWriter logbook, IEnumerable<EncryptedColumn> columns)
{
    private const int Batch = 500;

    /// <returns>The newest key, and whether it was just created. For a day, an unfinished rotation is continued instead.</returns>
    public async Task<(string KeyId, bool IsNew)> Begin(CancellationToken stop)
    {
        var counted = await uses.Count(stop);
        await using var work = await database.Write(WriteOrigin.Intake("secrets.rotate"), AccessLog.Tenants, stop);
        await ring.Lock(work);
        var newest = await work.One<NewestKey>(
            """
            select key_id, created_at > now() - @Notice as waits, created_at > now() - interval '1 day' as is_recent,
                   exists (select from auth.key_ring o where o.retired_at is null and o.created_at < n.created_at) as has_older
              from auth.key_ring n where retired_at is null order by created_at desc, key_id limit 1
            """,
            new { Notice = KeyRing.ActivationDelay }
        );
        if (
            newest is { HasOlder: true }
            && (newest.Waits || (newest.IsRecent && counted.Any(use => use.KeyId != newest.KeyId && use is { IsKnown: true, Boxes: > 0 })))
        )
            return (newest.KeyId, false);
        var id = await ring.Add(work);
        WriteLog("secrets_rotated", Sentence.Say($"A new encryption key for stored secrets was created on the server."), work);
        await work.Commit();
        return (id, true);
    }

    /// <summary>Encrypts the key ring with another master key. Secrets are unchanged.</summary>
    /// <returns>Number of keys in the ring.</returns>
    /// <exception cref="SecretException">The ring is encrypted with another master key.</exception>
    public async Task<int> Rekey(byte[] newMasterKey, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("secrets.rekey"), AccessLog.Tenants, stop);
        var keys = await ring.Rekey(newMasterKey, work);
        WriteLog("master_key_replaced", Sentence.Say($"The master key was replaced on the server."), work);
        await work.Commit();
        return keys;
    }

    /// <summary>Re-encrypts, column by column, all secrets that don't use the current key.</summary>
    public async IAsyncEnumerable<ReencryptionResult> ReencryptAll([EnumeratorCancellation] CancellationToken stop)
    {
        var key = ring.Current;
        foreach (var column in columns)
        {
            var (done, shut) = (0, 0);
            IReadOnlyList<Row> rows;
            byte[] after = [];
            do
            {
                rows = await ReadBatch(column, key.Id, after, stop);
                var opened = rows.Select(row => (Row: row, Made: Reencrypt(column, row, key))).Where(one => one.Made is not null).ToList();
                shut += rows.Count - opened.Count;
                done += await Update(column, [.. opened.Select(one => (one.Row, one.Made!))], stop);
                after = rows.Count > 0 ? rows[^1].Box : after;
            } while (rows.Count == Batch);
            yield return new(column, done, shut);
        }
    }

    private byte[]? Reencrypt(EncryptedColumn column, Row row, EncryptionKey key)
    {
        try
        {
            var secret = ring.KeyOf(row.Box)?.Decrypt(column.Kind, row.Owner, row.Box);
            if (secret is null)
                return null;
            var made = key.Encrypt(column.Kind, row.Owner, secret);
            CryptographicOperations.ZeroMemory(secret);
            return made;
        }
        catch (SecretException)
        {
            return null;
        }
    }

    /// <remarks>Ordered by encrypted value: values are unique, and re-encrypted or undecryptable ones are not returned again.</remarks>
    private async Task<IReadOnlyList<Row>> ReadBatch(EncryptedColumn column, string keyId, byte[] after, CancellationToken stop)
    {
        await using var reading = await uses.Read(column, stop);
        return await reading.List<Row>(
            $"""
            select {(column.IsOwned ? "tenant_id" : "''")} as tenant_id, {column.Row} as id, {column.Owner} as owner, {column.Box} as box
              from {column.Table}
             where {column.HasSecret} and {column.KeyId} <> @keyId and {column.Box} > @after
             order by 4 limit {Batch}
            """,
            new { keyId, after }
        );
    }

    private async Task<int> Update(EncryptedColumn column, IReadOnlyList<(Row Row, byte[] Made)> anew, CancellationToken stop)
    {
        if (anew.Count == 0)
            return 0;
        var tenants = anew.Select(one => one.Row.TenantId).ToArray();
        await using var work = await database.Write(WriteOrigin.Intake("secrets.rotate"), column.IsOwned ? tenants.Distinct().ToArray() : [], stop);
        var done = await work.Execute(
            $"""
            update {column.Table} t set {column.Column} = {column.UpdateExpression}
              from unnest(@tenants, @ids, @boxes, @made) s(tenant, id, box, made)
             where t.{column.Row} = s.id and {(column.IsOwned ? "t.tenant_id = s.tenant" : "true")} and {column.Box} = s.box
            """,
            new
            {
                tenants,
                ids = anew.Select(one => one.Row.Id).ToArray(),
                boxes = anew.Select(one => one.Row.Box).ToArray(),
                made = anew.Select(one => one.Made).ToArray(),
            }
        );
        await work.Commit();
        return done;
    }

    private void WriteLog(string code, Sentence sentence, UnitOfWork work) =>
        logbook.Write([new(IdGenerator.Platform, "system", "system", "done", sentence) { Code = code }], work);

    private sealed record Row(string TenantId, string Id, string Owner, byte[] Box);

    private sealed record NewestKey(string KeyId, bool Waits, bool IsRecent, bool HasOlder);
}
