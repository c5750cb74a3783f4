using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Backups;

/// <summary>Maintains the erasure ledger, and repeats erasures when a restored database contains erased data again.</summary>
public sealed class ErasureLedger(Database database, LogWriter logbook, IdGenerator ids, ErasureFile file, IEnumerable<IEraser> kinds)
{
    private const int BatchSize = 500;

    private readonly Dictionary<string, IEraser> _kinds = kinds.ToDictionary(kind => kind.Kind, StringComparer.Ordinal);

    /// <summary>Erases a subject and records it in the ledger.</summary>
    /// <param name="work">Unit of work that names the tenant and the platform.</param>
    public async Task Erase(string what, string tenantId, string subject, UnitOfWork work)
    {
        await FindEraser(what).Erase(tenantId, [subject], work);
        await Write(what, tenantId, [subject], work);
    }

    /// <summary>Records erasures in the ledger. Must be called in the transaction that erases.</summary>
    public Task Write(string what, string tenantId, IReadOnlyCollection<string> subjects, UnitOfWork work) =>
        work.Execute(
            """
            insert into core.erasures (tenant_id, erasure_id, what, subject, erased_at)
            select @tenantId, e.id, @what, e.subject, clock_timestamp() from unnest(@made, @subjects) e (id, subject)
            """,
            new
            {
                tenantId,
                what,
                made = subjects.Select(_ => ids.New("ers")).ToArray(),
                subjects,
            }
        );

    /// <summary>Copies new ledger entries to the file outside the database.</summary>
    /// <returns>Entries that were copied.</returns>
    public async Task<IReadOnlyList<Erasure>> Copy(CancellationToken stop)
    {
        var fresh = await ReadUncopied(stop);
        if (fresh.Count == 0)
            return fresh;
        file.Append(fresh);
        await using var work = await database.Write(
            WriteOrigin.Intake("erasures.copy"),
            [.. fresh.Select(erasure => erasure.TenantId).Distinct(StringComparer.Ordinal)],
            stop
        );
        await work.Execute(
            "update core.erasures set copied_at = clock_timestamp() where erasure_id = any(@copied)",
            new { copied = fresh.Select(erasure => erasure.ErasureId).ToArray() }
        );
        await work.Commit();
        return fresh;
    }

    /// <summary>Repeats erasures that are in the ledger file but not in this database. Runs at every start, before anything is served or sent.</summary>
    /// <returns>Number of repeated erasures.</returns>
    /// <exception cref="BackupException">This release can't erase one of the kinds, so the database must not be used.</exception>
    public async Task<int> Replay(CancellationToken stop)
    {
        var missing = await FindMissing(file.Read(), stop);
        foreach (var of in missing.GroupBy(erasure => erasure.TenantId, StringComparer.Ordinal))
        {
            await using var work = await database.Write(
                WriteOrigin.Intake("erasures.replay"),
                [.. new[] { of.Key, IdGenerator.Platform }.Distinct(StringComparer.Ordinal)],
                stop
            );
            foreach (var kind in of.GroupBy(erasure => erasure.What, StringComparer.Ordinal))
                await FindEraser(kind.Key).Erase(of.Key, [.. kind.Select(erasure => erasure.Subject)], work);
            await InsertReplayed([.. of], work);
            await work.Commit();
        }
        if (missing.Count > 0)
            await LogReplay(missing.Count, stop);
        return missing.Count;
    }

    private async Task<IReadOnlyList<Erasure>> ReadUncopied(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<Erasure>(
            """
            select e.erasure_id, e.tenant_id, e.what, e.subject, e.erased_at
              from core.erasures e where e.copied_at is null order by e.erased_at, e.erasure_id limit @AtOnce
            """,
            new { AtOnce = BatchSize }
        );
    }

    private async Task<IReadOnlyList<Erasure>> FindMissing(IReadOnlyList<Erasure> all, CancellationToken stop)
    {
        if (all.Count == 0)
            return [];
        await using var work = await database.Read(stop);
        var missing = await work.List<string>(
            "select m.id from unnest(@all) m (id) where not exists (select from core.erasures e where e.erasure_id = m.id)",
            new { all = all.Select(erasure => erasure.ErasureId).ToArray() }
        );
        var wanted = missing.ToHashSet(StringComparer.Ordinal);
        return [.. all.Where(erasure => wanted.Contains(erasure.ErasureId)).DistinctBy(erasure => erasure.ErasureId, StringComparer.Ordinal)];
    }

    private static Task InsertReplayed(IReadOnlyList<Erasure> replayed, UnitOfWork work) =>
        work.Execute(
            """
            insert into core.erasures (tenant_id, erasure_id, what, subject, erased_at, copied_at)
            select e.tenant, e.id, e.what, e.subject, e.at, clock_timestamp() from unnest(@tenants, @made, @whats, @subjects, @at) e (tenant, id, what, subject, at)
            """,
            new
            {
                tenants = replayed.Select(erasure => erasure.TenantId).ToArray(),
                made = replayed.Select(erasure => erasure.ErasureId).ToArray(),
                whats = replayed.Select(erasure => erasure.What).ToArray(),
                subjects = replayed.Select(erasure => erasure.Subject).ToArray(),
                at = replayed.Select(erasure => erasure.ErasedAt).ToArray(),
            }
        );

    private IEraser FindEraser(string what) =>
        _kinds.GetValueOrDefault(what)
        ?? throw new BackupException(
            $"The erasure ledger contains a {what}, which this release can't erase. Start the release that wrote it; otherwise erased data would reappear."
        );

    private async Task LogReplay(int count, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("erasures.replay"), [IdGenerator.Platform], stop);
        logbook.Write(
            [new(IdGenerator.Platform, "system", "system", "done", Sentence.Say($"Erased again after a restore: {count:item}.")) { Code = "erased_again" }],
            work
        );
        await work.Commit();
    }
}
