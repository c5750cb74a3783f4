using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>Counts the data that uses each encryption key, and retires unused keys.</summary>
public sealed class KeyUses(Database database, KeyRing ring, LogWriter logbook, IEnumerable<EncryptedColumn> columns)
{
    /// <summary>Minimum age of the current key before older ones are retired, so that no operation in progress still uses them.</summary>
    private static readonly TimeSpan RetirementDelay = TimeSpan.FromHours(1);

    /// <returns>All keys that are in the ring or in use, newest first.</returns>
    public async Task<IReadOnlyList<KeyUse>> Count(CancellationToken stop)
    {
        ring.Read();
        var boxes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            await using var reading = await Read(column, stop);
            var found = await reading.List<KeyCount>(
                $"select {column.KeyId} as key_id, count(*) as number from {column.Table} where {column.HasSecret} group by 1"
            );
            foreach (var one in found)
                boxes[one.KeyId] = boxes.GetValueOrDefault(one.KeyId) + one.Number;
        }
        IReadOnlyList<KeyRow> known;
        await using (var access = await database.ReadTenants([], stop))
            known = await access.List<KeyRow>(
                """
                select r.key_id, r.created_at, coalesce(c.number, 0) as codes
                  from auth.key_ring r
                  left join (select coalesce(key_id, (select key_id from auth.key_ring order by created_at limit 1)) as key_id, count(*) as number
                               from auth.recovery_codes where used_at is null group by 1) c using (key_id)
                 where r.retired_at is null order by r.created_at desc, r.key_id
                """
            );
        var counted = new List<KeyUse>();
        foreach (var one in known)
            counted.Add(new(one.KeyId, one.CreatedAt, boxes.GetValueOrDefault(one.KeyId), await Inputs(one.KeyId, stop), one.Codes));
        var strange = boxes.Where(box => known.All(key => key.KeyId != box.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal);
        return [.. counted, .. strange.Select(pair => new KeyUse(pair.Key, null, pair.Value, 0, 0))];
    }

    /// <summary>Retires keys that are older than the current one and not in use.</summary>
    public async Task<int> Retire(CancellationToken stop)
    {
        var counted = await Count(stop);
        var sealing = counted.First(use => use.KeyId == ring.Current.Id).CreatedAt;
        var empty = counted.Where(use => use.IsEmpty && use.CreatedAt < sealing).Select(use => use.KeyId).ToArray();
        if (empty.Length == 0)
            return 0;
        await using var work = await database.Write(WriteOrigin.Intake("secrets.retire"), AccessLog.Tenants, stop);
        var retired = await work.Execute(
            "update auth.key_ring set ciphertext = null, retired_at = now() where key_id = any(@empty) and retired_at is null and @sealing < now() - @after",
            new
            {
                empty,
                sealing,
                after = KeyRing.ActivationDelay + RetirementDelay,
            }
        );
        if (retired > 0)
            logbook.Write(
                [
                    new(IdGenerator.Platform, "system", "system", "done", Sentence.Say($"Retired unused encryption keys: {retired}."))
                    {
                        Code = "secret_keys_retired",
                    },
                ],
                work
            );
        await work.Commit();
        return retired;
    }

    /// <summary>Rows of tenants are read across all tenants; people and sign-in sessions only with the program's own database role.</summary>
    internal Task<UnitOfWork> Read(EncryptedColumn column, CancellationToken stop) => column.IsOwned ? database.Read(stop) : database.ReadTenants([], stop);

    /// <summary>Finds encrypted values in JSON by their base64 prefix, which contains version and key id.</summary>
    private async Task<long> Inputs(string keyId, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.One<long>(
            """
            select (select count(*) from core.previews where input <> '{}' and position(@head in replace(input, '\u002B', '+')) > 0)
                 + (select count(*) from core.runs where input <> '{}' and position(@head in replace(input, '\u002B', '+')) > 0)
            """,
            new { head = EncryptionKey.Base64HeadOf(keyId) }
        );
    }

    private sealed record KeyCount(string KeyId, long Number);

    private sealed record KeyRow(string KeyId, DateTimeOffset CreatedAt, long Codes);
}
