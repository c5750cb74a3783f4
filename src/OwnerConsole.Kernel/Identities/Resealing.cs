using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Gives the ring a new key, and seals with it what older ones have sealed: in batches, while consoles run.</summary>
/// <remarks>A secret is put only in the place of the box that was opened. So it may be killed at any point and begun again, and two may be at it.</remarks>
public sealed class Resealing(Database database, KeyRing ring, KeyUses uses, Logbook logbook, IEnumerable<SealedColumn> columns)
{
    private const int Batch = 500;

    /// <returns>the newest key, and whether it was made just now: one that still has something to seal anew is gone on with for a day</returns>
    public async Task<(string KeyId, bool IsNew)> Begin(CancellationToken stop)
    {
        var counted = await uses.Count(stop);
        await using var work = await database.Write(Door.Intake("secrets.rotate"), AccessLog.Tenants, stop);
        await ring.Hold(work);
        var newest = await work.One<Newest>(
            """
            select key_id, made_at > now() - @Notice as waits, made_at > now() - interval '1 day' as is_recent,
                   exists (select from auth.key_ring o where o.retired_at is null and o.made_at < n.made_at) as has_older
              from auth.key_ring n where retired_at is null order by made_at desc, key_id limit 1
            """,
            new { KeyRing.Notice }
        );
        if (
            newest is { HasOlder: true }
            && (newest.Waits || (newest.IsRecent && counted.Any(use => use.KeyId != newest.KeyId && use is { IsKnown: true, Boxes: > 0 })))
        )
            return (newest.KeyId, false);
        var id = await ring.Add(work);
        Say("secrets_rotated", Sentence.Say($"A new key for stored secrets was made on the machine."), work);
        await work.Commit();
        return (id, true);
    }

    /// <summary>Seals the ring anew under another master key; what its keys have sealed stays as it is.</summary>
    /// <returns>how many keys it has</returns>
    /// <exception cref="SecretException">the ring is under another master key than ours</exception>
    public async Task<int> Rekey(byte[] newMasterKey, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("secrets.rekey"), AccessLog.Tenants, stop);
        var keys = await ring.Rekey(newMasterKey, work);
        Say("master_key_replaced", Sentence.Say($"The master key was replaced on the machine."), work);
        await work.Commit();
        return keys;
    }

    /// <summary>Seals anew, column by column, what is not sealed with the key that seals now.</summary>
    public async IAsyncEnumerable<Resealed> Pass([EnumeratorCancellation] CancellationToken stop)
    {
        var key = ring.Sealing;
        foreach (var column in columns)
        {
            var (done, shut) = (0, 0);
            IReadOnlyList<Row> rows;
            byte[] after = [];
            do
            {
                rows = await Next(column, key.Id, after, stop);
                var opened = rows.Select(row => (Row: row, Made: Anew(column, row, key))).Where(one => one.Made is not null).ToList();
                shut += rows.Count - opened.Count;
                done += await Put(column, [.. opened.Select(one => (one.Row, one.Made!))], stop);
                after = rows.Count > 0 ? rows[^1].Box : after;
            } while (rows.Count == Batch);
            yield return new(column, done, shut);
        }
    }

    private byte[]? Anew(SealedColumn column, Row row, SealingKey key)
    {
        try
        {
            var secret = ring.KeyOf(row.Box)?.Open(column.Kind, row.Owner, row.Box);
            if (secret is null)
                return null;
            var made = key.Seal(column.Kind, row.Owner, secret);
            CryptographicOperations.ZeroMemory(secret);
            return made;
        }
        catch (SecretException)
        {
            return null;
        }
    }

    /// <remarks>In the order of the boxes: each is another, and what was sealed anew or does not open is not found again.</remarks>
    private async Task<IReadOnlyList<Row>> Next(SealedColumn column, string keyId, byte[] after, CancellationToken stop)
    {
        await using var reading = await uses.Read(column, stop);
        return await reading.List<Row>(
            $"""
            select {(column.IsOwned ? "tenant_id" : "''")} as tenant_id, {column.Row} as id, {column.Owner} as owner, {column.Box} as box
              from {column.Table}
             where {column.IsSealed} and {column.KeyId} <> @keyId and {column.Box} > @after
             order by 4 limit {Batch}
            """,
            new { keyId, after }
        );
    }

    private async Task<int> Put(SealedColumn column, IReadOnlyList<(Row Row, byte[] Made)> anew, CancellationToken stop)
    {
        if (anew.Count == 0)
            return 0;
        var tenants = anew.Select(one => one.Row.TenantId).ToArray();
        await using var work = await database.Write(Door.Intake("secrets.rotate"), column.IsOwned ? tenants.Distinct().ToArray() : [], stop);
        var done = await work.Do(
            $"""
            update {column.Table} t set {column.Column} = {column.Put}
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

    private void Say(string code, Sentence sentence, Work work) =>
        logbook.Write([new(IdSource.Platform, "system", "system", "done", sentence) { Code = code }], work);

    private sealed record Row(string TenantId, string Id, string Owner, byte[] Box);

    private sealed record Newest(string KeyId, bool Waits, bool IsRecent, bool HasOlder);
}
