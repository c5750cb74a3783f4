using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Movements;

/// <summary>A closed month that was calculated again, with all months that were closed after it.</summary>
/// <param name="Id">rst_…</param>
/// <param name="Month">First day of the restated month.</param>
/// <param name="LastMonth">First day of the last closed month at that time.</param>
/// <param name="Currency">The reporting currency.</param>
/// <param name="RunId">Run that requested it.</param>
/// <param name="RequestedBy">Id of the person who started the run; null if the run is no longer known.</param>
/// <param name="RequestedByName">Name of that person; null if it is not known.</param>
/// <param name="AppliedAt">null while tenants are still recalculated.</param>
public sealed record Restatement(
    string Id,
    DateOnly Month,
    DateOnly LastMonth,
    string Currency,
    string Reason,
    string RunId,
    string? RequestedBy,
    string? RequestedByName,
    DateTimeOffset RequestedAt,
    DateTimeOffset? AppliedAt
)
{
    private const int MaxListed = 100;

    /// <summary>The restated month and later ones with their figures, oldest first.</summary>
    public IReadOnlyList<RestatedMonth> Months { get; init; } = [];

    /// <returns>Whether it has recalculated a month.</returns>
    public bool Includes(DateOnly month) => Month <= month && month <= LastMonth;

    /// <returns>The latest restatements in the reporting currency, newest first.</returns>
    public static Task<IReadOnlyList<Restatement>> List(Mode mode, UnitOfWork work) =>
        Find("r.currency = (select currency from core.reporting)", null, mode, work);

    /// <returns>Null if there is none with this id.</returns>
    public static async Task<Restatement?> Find(string id, Mode mode, UnitOfWork work) =>
        (await Find("r.restatement_id = @id", id, mode, work)).SingleOrDefault();

    private static async Task<IReadOnlyList<Restatement>> Find(string condition, string? id, Mode mode, UnitOfWork work)
    {
        var restatements = await work.List<Restatement>(
            $"""
            select r.restatement_id as id, r.month, r.last_month, r.currency, r.reason, r.opened_by as run_id, n.requested_by, e.name as requested_by_name,
                   r.opened_at as requested_at, r.applied_at
              from movements.restatements r
              left join core.runs n on n.run_id = r.opened_by
              left join core.entity_names e on e.id = n.requested_by
             where r.tenant_id = 'tnt_platform' and {condition}
             order by r.opened_at desc
             limit @most
            """,
            new { id, most = MaxListed }
        );
        if (restatements.Count == 0)
            return [];
        var figures = (
            await work.List<Figure>(
                """
                select f.restatement_id, f.month, f.kind, f.before_minor, f.after_minor
                  from movements.restatement_figures f
                 where f.tenant_id = 'tnt_platform' and f.restatement_id = any(@ids) and f.mode = @mode
                """,
                new { ids = restatements.Select(restatement => restatement.Id).ToArray(), mode }
            )
        ).ToLookup(figure => figure.RestatementId, StringComparer.Ordinal);
        return [.. restatements.Select(restatement => restatement with { Months = [.. restatement.Sum([.. figures[restatement.Id]])] })];
    }

    private IEnumerable<RestatedMonth> Sum(IReadOnlyList<Figure> figures)
    {
        var isApplied = AppliedAt is not null;
        var opening = figures.Where(figure => figure.Kind is Figure.Opening).Sum(figure => figure.BeforeMinor);
        var (before, after) = (opening, opening);
        for (var month = Month; month <= LastMonth; month = month.AddMonths(1))
        {
            var moved = figures.Where(figure => figure.Month == month && figure.Kind is not Figure.Opening).ToList();
            before += moved.Sum(figure => figure.BeforeMinor);
            after += moved.Sum(figure => figure.AfterMinor ?? 0);
            yield return new(
                month,
                before,
                isApplied ? after : null,
                [
                    .. moved
                        .Select(figure => new RestatedMovement(
                            Enum.GetValues<MovementKind>().Single(kind => kind.ToText() == figure.Kind),
                            figure.BeforeMinor,
                            figure.AfterMinor
                        ))
                        .OrderBy(movement => movement.Kind),
                ]
            );
        }
    }

    internal sealed record Figure(string RestatementId, DateOnly Month, string Kind, decimal BeforeMinor, decimal? AfterMinor)
    {
        /// <summary>MRR at the start of the restated month.</summary>
        public const string Opening = "opening";
    }
}

/// <summary>Figures of a month before and after a restatement, in the smallest unit of the reporting currency and not rounded.</summary>
/// <param name="BeforeMinor">MRR at the end of the month.</param>
/// <param name="AfterMinor">The same afterwards; null until the restatement is applied.</param>
public sealed record RestatedMonth(DateOnly Month, decimal BeforeMinor, decimal? AfterMinor, IReadOnlyList<RestatedMovement> Movements)
{
    /// <summary>Movements that changed; all of them until the restatement is applied.</summary>
    public IReadOnlyList<RestatedMovement> Changed => [.. Movements.Where(movement => movement.BeforeMinor != movement.AfterMinor)];
}

/// <summary>Sum of the movements of one kind in a month before and after a restatement.</summary>
/// <param name="AfterMinor">null until the restatement is applied.</param>
public sealed record RestatedMovement(MovementKind Kind, decimal BeforeMinor, decimal? AfterMinor);
