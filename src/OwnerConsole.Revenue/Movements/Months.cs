using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Rates.Public;

namespace OwnerConsole.Revenue.Movements;

/// <summary>The last months with the movements of MRR in each, and whether they are closed.</summary>
/// <param name="Zone">Time zone in which months start.</param>
/// <param name="Rows">Months, newest first. The first is the current month.</param>
/// <param name="Unconverted">MRR in other currencies, which is not included in the rows.</param>
/// <param name="ClosedMonth">First day of the last closed month; null while history is being imported.</param>
public sealed record Months(string Zone, string Currency, IReadOnlyList<Months.Row> Rows, DateOnly? ClosedMonth, IReadOnlyList<Money> Unconverted)
{
    /// <summary>Day whose rates all amounts are converted at; null if each is converted at the rate of its day.</summary>
    public DateOnly? ConstantDay { get; init; }

    /// <summary>Closed months before the rows in which movements differ, newest first.</summary>
    public IReadOnlyList<ClosedMonthDifference> EarlierDifferences { get; init; } = [];

    /// <summary>Restated months, newest restatement first.</summary>
    public IReadOnlyList<Restatement> Restatements { get; init; } = [];

    /// <summary>Whether tenants pay in other currencies.</summary>
    public bool HasCurrencies { get; init; }

    private const int MaxMonths = 13; // the current month back to the same month of the previous year

    /// <summary>The last month that has ended and isn't closed; null if all are closed.</summary>
    public Row? NextToClose => Rows.FirstOrDefault(row => row is { IsCurrent: false, Closing: null });

    /// <param name="isConstant">Whether amounts in other currencies are converted at the rates of one day, if there are any.</param>
    public static async Task<Months> Find(Mode mode, bool isConstant, UnitOfWork work)
    {
        var today = (await work.One<Today>("select zone, currency, date_trunc('month', now() at time zone zone)::date as month from core.reporting"))!; // core.reporting always has one row
        var closings = await work.List<MonthClose>(
            "select month, opened_by as run_id, opened_at as at from movements.closings where closed_by is null and currency = (select currency from core.reporting) order by month"
        );
        var cells = await MrrMonths.Find(mode, MaxMonths, isConstant, work);
        var differences = await ClosedMonthDifference.FindRows(mode, work);
        var restatements = await Restatement.List(mode, work);
        var rows = new List<Row>();
        var stood = cells.Where(cell => cell.Opening).Sum(cell => cell.DeltaMinor);
        for (var month = today.Month.AddMonths(1 - MaxMonths); month <= today.Month; month = month.AddMonths(1))
        {
            var moved = cells.Where(cell => cell.Month == month && !cell.Opening).ToLookup(cell => cell.Kind!.Value, cell => cell.DeltaMinor); // only opening cells have no kind
            var closing = closings.FirstOrDefault(closing => closing.Month >= month);
            rows.Add(
                new(month, month == today.Month, stood, moved, closing)
                {
                    Difference = closing is not null && ClosedMonthDifference.Of(month, differences) is { HasChanges: true } difference ? difference : null,
                    RestatedAt = restatements.FirstOrDefault(restatement => restatement.AppliedAt is not null && restatement.Includes(month))?.AppliedAt,
                }
            );
            stood = rows[^1].ClosingMrr;
        }
        rows.Reverse();
        return new(today.Zone, today.Currency, rows, closings.LastOrDefault()?.Month, await Movements.UnconvertedMrr.Find(mode, work))
        {
            ConstantDay = isConstant ? await ExchangeRateRecords.FindConstantDay(work) : null,
            Restatements = restatements,
            EarlierDifferences = [.. ClosedMonthDifference.Origins(differences).Where(difference => difference.Month < rows[^1].Month)],
            HasCurrencies = await work.One<bool>("select exists (select from movements.currencies where mode = @mode)", new { mode }),
        };
    }

    /// <summary>A month. Amounts are in the smallest unit of the reporting currency and not rounded.</summary>
    /// <param name="Month">First day of the month.</param>
    /// <param name="OpeningMrr">MRR at the start of the month.</param>
    /// <param name="Closing">The first closing that includes the month; null while it is open.</param>
    public sealed record Row(DateOnly Month, bool IsCurrent, decimal OpeningMrr, ILookup<MovementKind, decimal> MovedByKind, MonthClose? Closing)
    {
        /// <summary>What restating the month would change; null if it is open or nothing would change.</summary>
        public ClosedMonthDifference? Difference { get; init; }

        /// <summary>When it was last restated; null if it wasn't.</summary>
        public DateTimeOffset? RestatedAt { get; init; }

        /// <summary>MRR at the end of the month, or now for the current month.</summary>
        public decimal ClosingMrr => OpeningMrr + MovedByKind.SelectMany(kind => kind).Sum();

        /// <summary>Rounds so that the displayed amounts add up: starting MRR plus all movements is ending MRR.</summary>
        public long Of(MovementKind kind)
        {
            var before = OpeningMrr + MovedByKind.Where(other => other.Key is MovementKind.Switch || other.Key < kind).SelectMany(other => other).Sum();
            return Mrr.RoundForDisplay(before + MovedByKind[kind].Sum()) - Mrr.RoundForDisplay(before);
        }
    }

    public sealed record MonthClose(DateOnly Month, string RunId, DateTimeOffset At);

    internal sealed record Today(string Zone, string Currency, DateOnly Month);
}
