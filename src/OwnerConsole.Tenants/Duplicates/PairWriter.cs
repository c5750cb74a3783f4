using OwnerConsole.Data;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Stores the pairs of compared records. Pairs are never deleted, so that dismissals are remembered when a reason ends and applies again.</summary>
internal sealed class PairWriter(IdGenerator ids)
{
    internal const string EntityKind = "duplicate";

    /// <param name="records">IDs of compared records. Their other pairs are no longer similar.</param>
    /// <param name="candidates">All pairs with a common key; those with a low score are left out.</param>
    /// <param name="work">Names the tenants of the records and the platform.</param>
    public async Task Write(IReadOnlyList<string> records, IReadOnlyList<CandidatePair> candidates, UnitOfWork work)
    {
        var pairs = candidates
            .Select(candidate => (Pair: candidate, Result: DuplicateScore.Of(candidate.Kind, candidate.Reasons)))
            .Where(scored => scored.Result.Score >= DuplicateScore.Min)
            .ToList();
        var (firsts, seconds) = (pairs.Select(scored => scored.Pair.FirstId).ToArray(), pairs.Select(scored => scored.Pair.SecondId).ToArray());
        var newIds = pairs.Select(_ => ids.New("dup")).ToArray();
        var written = await work.List<WrittenPair>(
            """
            insert into duplicates.pairs as p (tenant_id, pair_id, kind, mode, first_id, second_id, score, reasons, found_at)
            select n.tenant_id, n.pair_id, n.kind, n.mode, n.first_id, n.second_id, n.score, string_to_array(n.reasons, ' '), now()
              from unnest(@tenants, @newIds, @kinds, @modes, @firsts, @seconds, @scores, @reasons)
                   n (tenant_id, pair_id, kind, mode, first_id, second_id, score, reasons)
             order by n.first_id, n.second_id
            on conflict (first_id, second_id, tenant_id) do update
               set score = excluded.score, reasons = excluded.reasons, changes = p.changes + 1,
                   found_at = case when p.score = 0 then excluded.found_at else p.found_at end
             where (p.score, p.reasons) is distinct from (excluded.score, excluded.reasons)
            returning tenant_id, pair_id
            """,
            new
            {
                tenants = pairs.Select(scored => scored.Pair.TenantId).ToArray(),
                newIds,
                kinds = pairs.Select(scored => scored.Pair.Kind.ToText()).ToArray(),
                modes = pairs.Select(scored => scored.Pair.Mode.ToText()).ToArray(),
                firsts,
                seconds,
                scores = pairs.Select(scored => scored.Result.Score).ToArray(),
                reasons = pairs.Select(scored => string.Join(' ', scored.Result.Reasons.Select(reason => reason.ToText()))).ToArray(),
            }
        );
        await work.Execute(
            """
            update duplicates.pairs p set score = 0, reasons = '{}', changes = p.changes + 1
             where p.score > 0 and (p.first_id = any(@records) or p.second_id = any(@records))
               and not exists (select from unnest(@firsts, @seconds) n (first_id, second_id) where n.first_id = p.first_id and n.second_id = p.second_id)
            """,
            new
            {
                records,
                firsts,
                seconds,
            }
        );
        var created = newIds.ToHashSet(StringComparer.Ordinal);
        var added = written.Where(pair => created.Contains(pair.PairId)).Select(pair => (pair.PairId, pair.TenantId)).ToList();
        if (added.Count > 0)
            work.NameById(added, EntityKind);
    }

    private sealed record WrittenPair(string TenantId, string PairId);
}
