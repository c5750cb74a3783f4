using System.Security.Cryptography;
using Npgsql;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Secrets;

/// <summary>
/// Keys that encrypt stored secrets, cached in memory. They are stored in the database, encrypted with the master key, which is kept outside of it.
/// </summary>
/// <remarks>
/// A new key is used for encryption after one minute, when every node has read it (<see cref="KeyRingRefresher"/>). Unknown keys are looked up immediately.
/// Read synchronously over a separate connection, because the caller may already hold the last connection of the pool.
/// </remarks>
public sealed class KeyRing(byte[] masterKey, Connections connections, TimeProvider clock)
{
    /// <summary>Time before a new key is used for encryption.</summary>
    public static readonly TimeSpan ActivationDelay = TimeSpan.FromMinutes(1);

    private const string Kind = "ring-key";

    private const string Lost =
        "This master key can't decrypt this database. Provide the key that the data was encrypted with (OWNER_CONSOLE_MASTER_KEY or OWNER_CONSOLE_MASTER_KEY_FILE). For a backup from before the master key was replaced (owner-console secrets rekey), provide the master key of that time. Without it the stored secrets are lost.";

    private readonly EncryptionKey _master = new(masterKey);
    private readonly Lock _reading = new();
    private volatile KeyRingSnapshot? _last;

    /// <summary>Key that is currently used for encryption.</summary>
    public EncryptionKey Current => Last.Current(clock);

    /// <summary>All keys that can decrypt, the current encryption key first.</summary>
    public IReadOnlyList<EncryptionKey> Keys
    {
        get
        {
            var sealing = Current;
            return [sealing, .. Last.Keys.Select(key => key.Key).Where(key => key != sealing)];
        }
    }

    private KeyRingSnapshot Last => _last ?? Read();

    /// <returns>Null when the ring has no matching key.</returns>
    public EncryptionKey? KeyOf(ReadOnlySpan<byte> box) => EncryptionKey.IdOf(box) is { } id ? Last.Find(id) ?? Read().Find(id) : null;

    /// <summary>Reads the ring again. Creates the first key in a new database.</summary>
    /// <exception cref="SecretException">The master key is wrong. The message says what to do.</exception>
    public KeyRingSnapshot Read()
    {
        lock (_reading)
        {
            using var way = Connections.CreateUnpooled(connections.App, "keys");
            using var connection = way.OpenConnection();
            using var transaction = connection.BeginTransaction();
            var read = Find(connection);
            if (read.Keys.Count + read.Unreadable.Count == 0)
            {
                Initialize(connection);
                read = Find(connection);
            }
            transaction.Commit();
            return read.Keys.Count > 0 ? _last = read : throw new SecretException(Lost);
        }
    }

    /// <summary>Adds a new key, in a transaction that has locked the ring.</summary>
    public async Task<string> Add(UnitOfWork work)
    {
        await Lock(work);
        var bytes = RandomNumberGenerator.GetBytes(EncryptionKey.Length);
        var key = new EncryptionKey(bytes);
        await work.Execute(
            "insert into auth.key_ring (key_id, ciphertext) values (@Id, @ciphertext)",
            new { key.Id, ciphertext = Seal(_master, key.Id, bytes) }
        );
        return key.Id;
    }

    /// <summary>Encrypts the ring with another master key.</summary>
    /// <exception cref="SecretException">A key of the ring can't be decrypted.</exception>
    public async Task<int> Rekey(byte[] newMasterKey, UnitOfWork work)
    {
        var master = new EncryptionKey(newMasterKey);
        await Lock(work);
        var stored = await work.List<KeyRow>("select key_id, ciphertext from auth.key_ring where retired_at is null");
        foreach (var one in stored)
            await work.Execute(
                "update auth.key_ring set ciphertext = @ciphertext where key_id = @KeyId",
                new { one.KeyId, ciphertext = Seal(master, one.KeyId, Open(one.KeyId, one.Ciphertext)) }
            );
        await work.Execute("update auth.canary set ciphertext = @ciphertext", new { ciphertext = Canary.Seal(master) });
        return stored.Count;
    }

    /// <summary>Locks the ring, so that only one transaction changes it, and checks the master key.</summary>
    public async Task Lock(UnitOfWork work)
    {
        Read(); // creates the ring if there is none yet
        if (!Canary.Opens(_master, (await work.One<byte[]>("select ciphertext from auth.canary for update"))!)) // created with the ring
            throw new SecretException(Lost);
    }

    private static byte[] Seal(EncryptionKey master, string id, byte[] key) => master.Encrypt(Kind, id, key);

    private byte[] Open(string id, byte[] box) => _master.Decrypt(Kind, id, box);

    private KeyRingSnapshot Find(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            "select key_id, ciphertext, clock_timestamp() - created_at from auth.key_ring where retired_at is null order by created_at desc, key_id",
            connection
        );
        using var reader = command.ExecuteReader();
        var (keys, shut) = (new List<RingKey>(), new List<string>());
        while (reader.Read())
        {
            var id = reader.GetString(0);
            if (Key(id, (byte[])reader[1]) is { } key)
                keys.Add(new(key, reader.GetTimeSpan(2)));
            else
                shut.Add(id);
        }
        return new(keys, shut, clock.GetTimestamp());
    }

    /// <summary>Reuses keys that are already decrypted, because the master key may have been replaced since.</summary>
    private EncryptionKey? Key(string id, byte[] box)
    {
        if (_last?.Find(id) is { } known)
            return known;
        try
        {
            return new(Open(id, box));
        }
        catch (SecretException)
        {
            return null;
        }
    }

    /// <summary>Databases from before the key ring used the master key itself, which becomes their first key. A new database gets a random key.</summary>
    private void Initialize(NpgsqlConnection connection)
    {
        using var door = new NpgsqlCommand("select set_config('app.intake', 'key_ring', true)", connection);
        door.ExecuteNonQuery();
        using var canary = new NpgsqlCommand("insert into auth.canary (ciphertext) values (@ciphertext) on conflict do nothing", connection);
        canary.Parameters.AddWithValue("ciphertext", Canary.Seal(_master));
        var bytes = canary.ExecuteNonQuery() == 1 ? RandomNumberGenerator.GetBytes(EncryptionKey.Length) : masterKey;
        using var stored = new NpgsqlCommand("select ciphertext from auth.canary", connection);
        if (!Canary.Opens(_master, (byte[])stored.ExecuteScalar()!)) // just created or already there
            throw new SecretException(Lost);
        var key = new EncryptionKey(bytes);
        using var first = new NpgsqlCommand(
            "insert into auth.key_ring (key_id, ciphertext) select @id, @ciphertext where not exists (select from auth.key_ring) on conflict do nothing",
            connection
        );
        first.Parameters.AddWithValue("id", key.Id);
        first.Parameters.AddWithValue("ciphertext", Seal(_master, key.Id, bytes));
        first.ExecuteNonQuery();
    }

    private sealed record KeyRow(string KeyId, byte[] Ciphertext);
}
