using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Movements;

/// <summary>The last months, each with what moved MRR in it and whether it is closed.</summary>
/// <param name="Zone">that they begin in</param>
/// <param name="Rows">the newest first; the first one still runs</param>
/// <param name="Unconverted">MRR in other currencies, which is in no row</param>
/// <param name="ClosedMonth">the first day of the last one that is closed; null while history is imported</param>
public sealed record Months(string Zone, string Currency, IReadOnlyList<Months.Row> Rows, DateOnly? ClosedMonth, IReadOnlyList<Money> Unconverted)
{
    private const int Shown = 13; // this one, and the same of the year before

    /// <summary>The last month that is over and not closed; null when all are closed.</summary>
    public Row? ToClose => Rows.FirstOrDefault(row => row is { Runs: false, Closing: null });

    public static async Task<Months> Find(Population population, Work work)
    {
        var today = (await work.One<Today>("select zone, currency, date_trunc('month', now() at time zone zone)::date as month from core.reporting"))!; // the row is always there
        var closings = await work.List<Closing>(
            "select month, opened_by as run_id, opened_at as at from movements.closings where closed_by is null order by month"
        );
        var cells = await MrrMonths.Find(population, Shown, work);
        var rows = new List<Row>();
        var stood = cells.Where(cell => cell.Opening).Sum(cell => cell.DeltaMinor);
        for (var month = today.Month.AddMonths(1 - Shown); month <= today.Month; month = month.AddMonths(1))
        {
            var moved = cells.Where(cell => cell.Month == month && !cell.Opening).ToLookup(cell => cell.Kind!.Value, cell => cell.DeltaMinor); // only an opening has none
            rows.Add(new(month, month == today.Month, stood, moved, closings.FirstOrDefault(closing => closing.Month >= month)));
            stood = rows[^1].ClosedAt;
        }
        rows.Reverse();
        return new(today.Zone, today.Currency, rows, closings.LastOrDefault()?.Month, await Movements.Unconverted.Find(population, work));
    }

    /// <summary>Amounts in the smallest unit of the reporting currency, not rounded.</summary>
    /// <param name="Month">its first day</param>
    /// <param name="Opened">MRR when it began</param>
    /// <param name="Closing">the first one that closed it; null while it is open</param>
    public sealed record Row(DateOnly Month, bool Runs, decimal Opened, ILookup<MovementKind, decimal> Moved, Closing? Closing)
    {
        /// <summary>MRR at its end, or now.</summary>
        public decimal ClosedAt => Opened + Moved.SelectMany(kind => kind).Sum();

        /// <summary>Rounded so that what is shown adds up: MRR when the month began and all that moved it are MRR at its end.</summary>
        public long Of(MovementKind kind)
        {
            var before = Opened + Moved.Where(other => other.Key is MovementKind.Switch || other.Key < kind).SelectMany(other => other).Sum();
            return Mrr.Shown(before + Moved[kind].Sum()) - Mrr.Shown(before);
        }
    }

    public sealed record Closing(DateOnly Month, string RunId, DateTimeOffset At);

    internal sealed record Today(string Zone, string Currency, DateOnly Month);
}
