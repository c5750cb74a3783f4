using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Reads likely duplicates.</summary>
public static class DuplicateReader
{
    private const string IsMerged = """
        case p.kind when 'member' then exists (select from core.merges g where g.member_id in (p.first_id, p.second_id) and g.tenant_id = p.tenant_id and g.to_at is null)
                    else exists (select from duplicates.tenant_merges g where g.tenant_id in (p.first_id, p.second_id) and g.to_at is null) end
        """;

    private const string State = $"case when {IsMerged} then 'merged' when p.reasons <@ d.reasons then 'dismissed' else 'open' end";

    private const string Pairs =
        "duplicates.pairs p left join duplicates.dismissals d on d.tenant_id = p.tenant_id and d.pair_id = p.pair_id and d.closed_by is null";

    /// <param name="cursor">Cursor of the previous page; null for the first page.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>A page of pairs, the most likely duplicates first.</returns>
    /// <exception cref="Problem">400: invalid cursor.</exception>
    public static async Task<Page<DuplicateView>> List(DuplicateFilter filter, string? cursor, int limit, UnitOfWork work)
    {
        var (score, after) = cursor is null ? default : ReadCursor(cursor);
        var conditions = Conditions.And(
            (filter.Kind is not null, "p.kind = @Kind"),
            (filter.State is DuplicateState.Dismissed, "d.pair_id is not null"), // so that few dismissals are not searched among all pairs
            (filter.Record is not null, "(p.first_id = @Record or p.second_id = @Record)"),
            (cursor is not null, "(p.score < @score or (p.score = @score and p.pair_id > @after))")
        );
        var rows = await work.List<DuplicateView>(
            $"""
            select p.pair_id as id, p.kind, nullif(p.tenant_id, 'tnt_platform') as tenant_id, p.first_id, p.second_id, p.score, to_jsonb(p.reasons) as reasons,
                   {State} as state, p.found_at, case when p.reasons <@ d.reasons then d.opened_at end as dismissed_at
              from {Pairs}
             where p.mode = @Mode and p.score > 0 and {State} = @State {conditions}
             order by p.score desc, p.pair_id
             limit @most
            """,
            new
            {
                filter.Mode,
                filter.Kind,
                filter.State,
                filter.Record,
                score,
                after,
                most = limit + 1,
            }
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.Score.ToString(CultureInfo.InvariantCulture), last.Id));
    }

    /// <param name="mode">Mode of the pairs.</param>
    /// <param name="kind">Kind of the pairs.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>Number of values that too many records have, by reason, counted up to 1,000.</returns>
    public static Task<IReadOnlyList<SkippedCount>> CountSkipped(Mode mode, DuplicateKind kind, UnitOfWork work) =>
        work.List<SkippedCount>(
            """
            select s.reason, count(*) as values
              from (select k.reason from duplicates.skipped_keys k where k.tenant_id = 'tnt_platform' and k.mode = @mode and k.kind = @kind limit 1000) s
             group by s.reason
             order by s.reason
            """,
            new { mode, kind }
        );

    private static (int Score, string After) ReadCursor(string cursor) =>
        Cursor.Read(cursor, 2) is [var score, var after] && int.TryParse(score, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, after)
            : throw Problem.Invalid("cursor", "isn't a cursor of this list.");
}

/// <summary>Number of values that weren't compared because too many records have them.</summary>
/// <param name="Reason">Reason that an equal value would have been.</param>
/// <param name="Values">Number of values.</param>
public sealed record SkippedCount(DuplicateReason Reason, long Values);
