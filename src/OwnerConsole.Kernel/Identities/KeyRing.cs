using System.Security.Cryptography;
using Npgsql;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>The keys that stored secrets are sealed with, in memory. They lie in the database, sealed under the master key, which lies outside of it.</summary>
/// <remarks>
/// A new key seals a minute after it was made: every node has read it by then (<see cref="KeyRingWatch"/>). An unknown one is looked up at once.
/// Read synchronously, over a connection of its own: whoever opens a secret may hold the last one of the pool.
/// </remarks>
public sealed class KeyRing(byte[] masterKey, Connections connections, TimeProvider clock)
{
    /// <summary>How long a key is known before it seals.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromMinutes(1);

    private const string Kind = "ring-key";

    private const string Lost =
        "This master key does not open this database. Give the key that the data was made with (OWNER_CONSOLE_MASTER_KEY or OWNER_CONSOLE_MASTER_KEY_FILE); for a backup from before the master key was replaced (owner-console secrets rekey), that is the one of that time. Without it the stored secrets are lost.";

    private readonly SealingKey _master = new(masterKey);
    private readonly Lock _reading = new();
    private volatile RingRead? _last;

    /// <summary>The one that seals now.</summary>
    public SealingKey Sealing => Last.Sealing(clock);

    /// <summary>All that can be opened, the one that seals now first.</summary>
    public IReadOnlyList<SealingKey> Keys
    {
        get
        {
            var sealing = Sealing;
            return [sealing, .. Last.Keys.Select(one => one.Key).Where(key => key != sealing)];
        }
    }

    private RingRead Last => _last ?? Read();

    /// <returns>null when the ring has none that fits</returns>
    public SealingKey? KeyOf(ReadOnlySpan<byte> box) => SealingKey.IdOf(box) is { } id ? Last.Find(id) ?? Read().Find(id) : null;

    /// <summary>Reads it again; the first to read it in a new database makes it.</summary>
    /// <exception cref="SecretException">the master key is another one; the message says what to do</exception>
    public RingRead Read()
    {
        lock (_reading)
        {
            using var way = Connections.Alone(connections.App, "keys");
            using var connection = way.OpenConnection();
            using var transaction = connection.BeginTransaction();
            var read = Find(connection);
            if (read.Keys.Count + read.Shut.Count == 0)
            {
                Begin(connection);
                read = Find(connection);
            }
            transaction.Commit();
            return read.Keys.Count > 0 ? _last = read : throw new SecretException(Lost);
        }
    }

    /// <summary>Puts a new key on it, in a transaction that holds the ring.</summary>
    internal async Task<string> Add(Work work)
    {
        await Hold(work);
        var bytes = RandomNumberGenerator.GetBytes(SealingKey.Length);
        var key = new SealingKey(bytes);
        await work.Do("insert into auth.key_ring (key_id, sealed) values (@Id, @sealed)", new { key.Id, @sealed = Seal(_master, key.Id, bytes) });
        return key.Id;
    }

    /// <summary>Seals it anew under another master key.</summary>
    /// <exception cref="SecretException">a key of it does not open</exception>
    internal async Task<int> Rekey(byte[] newMasterKey, Work work)
    {
        var master = new SealingKey(newMasterKey);
        await Hold(work);
        var stored = await work.List<Stored>("select key_id, sealed from auth.key_ring where retired_at is null");
        foreach (var one in stored)
            await work.Do(
                "update auth.key_ring set sealed = @sealed where key_id = @KeyId",
                new { one.KeyId, @sealed = Seal(master, one.KeyId, Open(one.KeyId, one.Sealed)) }
            );
        await work.Do("update auth.canary set sealed = @sealed", new { @sealed = Canary.Seal(master) });
        return stored.Count;
    }

    /// <summary>One at a time changes the ring, and only with the master key that it is under.</summary>
    internal async Task Hold(Work work)
    {
        Read(); // makes it where there is none yet
        if (!Canary.Opens(_master, (await work.One<byte[]>("select sealed from auth.canary for update"))!)) // made with the ring
            throw new SecretException(Lost);
    }

    private static byte[] Seal(SealingKey master, string id, byte[] key) => master.Seal(Kind, id, key);

    private byte[] Open(string id, byte[] box) => _master.Open(Kind, id, box);

    private RingRead Find(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            "select key_id, sealed, clock_timestamp() - made_at from auth.key_ring where retired_at is null order by made_at desc, key_id",
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

    /// <summary>One that was opened stays open: the master key may have been replaced since.</summary>
    private SealingKey? Key(string id, byte[] box)
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

    /// <summary>A database from before the ring has boxes under the master key itself, which is its first key then; a new one gets one of its own.</summary>
    private void Begin(NpgsqlConnection connection)
    {
        using var door = new NpgsqlCommand("select set_config('app.intake', 'key_ring', true)", connection);
        door.ExecuteNonQuery();
        using var canary = new NpgsqlCommand("insert into auth.canary (sealed) values (@sealed) on conflict do nothing", connection);
        canary.Parameters.AddWithValue("sealed", Canary.Seal(_master));
        var bytes = canary.ExecuteNonQuery() == 1 ? RandomNumberGenerator.GetBytes(SealingKey.Length) : masterKey;
        using var stored = new NpgsqlCommand("select sealed from auth.canary", connection);
        if (!Canary.Opens(_master, (byte[])stored.ExecuteScalar()!)) // just made, or found
            throw new SecretException(Lost);
        var key = new SealingKey(bytes);
        using var first = new NpgsqlCommand(
            "insert into auth.key_ring (key_id, sealed) select @id, @sealed where not exists (select from auth.key_ring) on conflict do nothing",
            connection
        );
        first.Parameters.AddWithValue("id", key.Id);
        first.Parameters.AddWithValue("sealed", Seal(_master, key.Id, bytes));
        first.ExecuteNonQuery();
    }

    private sealed record Stored(string KeyId, byte[] Sealed);
}
