using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Revenue.Movements.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Revenue by month, as a page and over the API.</summary>
public sealed class MonthRoutes(MetricExecutor executor, Database database, PlanNames plans, Panels panels, OperationCatalogue catalogue)
{
    public const string Address = "/revenue",
        Rates = "/revenue/rates",
        Read = "month.read",
        ConstantCurrency = "constant_currency";

    public async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!;
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(caller, work);
        var stop = context.RequestAborted;
        var isConstant = IsConstant(context);
        var by = context.Request.Word<MrrGrouping>("by") ?? MrrGrouping.Plan;
        MetricAnswer[] figures =
        [
            await executor.Execute(new(RevenueCards.OfMonth, new(Last: "30d"), Compare: Comparison.PreviousPeriod), caller, work, stop),
            await executor.Execute(new(RevenueCards.Current, new(This: CalendarUnit.Day)), caller, work, stop),
        ];
        return new PageResult(
            "Revenue",
            PageResult.Of<MonthsPage>(
                (nameof(MonthsPage.Caller), caller),
                (nameof(MonthsPage.Mode), mode),
                (nameof(MonthsPage.Months), await Months.Find(mode, isConstant, work)),
                (nameof(MonthsPage.Figures), figures),
                (nameof(MonthsPage.Breakdown), await MrrBreakdown.Find(by, mode, caller, executor, plans, work, stop)),
                (nameof(MonthsPage.CanRestate), catalogue.Can(caller, RestateMonth.Name)),
                (nameof(MonthsPage.Sources), await MrrSources.Find(mode, work)),
                (nameof(MonthsPage.Panels), await panels.Draw("revenue.page", new(caller, IdGenerator.Platform, Address), work))
            )
        );
    }

    public async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown(ConstantCurrency, "limit", "cursor");
        await using var work = await database.Read(context.RequestAborted);
        var months = await Months.Find(await Modes.Shown(Caller.Of(context)!, work), IsConstant(context), work);
        return Results.Json(new Page<MonthView>([.. months.Rows.Select(row => View(row, months.Currency))], null, null), Json.ResponseOptions);
    }

    private static bool IsConstant(HttpContext context) => context.Request.Flag(ConstantCurrency);

    private static MonthView View(Months.Row row, string currency)
    {
        Money Of(long minor) => new(minor, currency);
        return new(
            row.Month,
            row.Closing?.At,
            Of(Mrr.RoundForDisplay(row.OpeningMrr)),
            Of(row.Of(MovementKind.New)),
            Of(row.Of(MovementKind.Expansion)),
            Of(row.Of(MovementKind.Reactivation)),
            Of(row.Of(MovementKind.Contraction)),
            Of(row.Of(MovementKind.Churn)),
            Of(row.Of(MovementKind.Adjustment)),
            Of(row.Of(MovementKind.Fx)),
            Of(Mrr.RoundForDisplay(row.ClosingMrr)),
            row.RestatedAt,
            row.Difference is { } difference
                ? new(
                    Of(Mrr.RoundForDisplay(difference.ClosingMinor)),
                    [
                        .. difference
                            .Changes.Where(change => change.Month == row.Month)
                            .OrderBy(change => change.Kind)
                            .Select(change => new MonthChangeView(change.Kind, Of(Mrr.RoundForDisplay(change.Delta)))),
                    ]
                )
                : null
        );
    }
}

/// <summary>Revenue of a month. Losses are negative, so starting MRR plus all movements is ending MRR.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="ClosedAt">Time at which the month was closed; null while it is open.</param>
/// <param name="Fx">Effect of exchange rates on MRR in other currencies.</param>
/// <param name="Opening">MRR at the start of the month.</param>
/// <param name="Closing">MRR at the end of the month, or now for the current month.</param>
/// <param name="RestatedAt">Time at which it was last restated; null if it wasn't.</param>
/// <param name="Difference">What restating the month would change in it; null if it is open or nothing would change.</param>
public sealed record MonthView(
    DateOnly Month,
    DateTimeOffset? ClosedAt,
    Money Opening,
    Money New,
    Money Expansion,
    Money Reactivation,
    Money Contraction,
    Money Churn,
    Money Adjustment,
    Money Fx,
    Money Closing,
    DateTimeOffset? RestatedAt,
    MonthDifferenceView? Difference
);

/// <summary>What restating a month would change in it.</summary>
/// <param name="Closing">Change of the MRR at the end of the month.</param>
/// <param name="Movements">Changes by kind of movement. Empty if only MRR by plan or by tenant, or later months would change.</param>
public sealed record MonthDifferenceView(Money Closing, IReadOnlyList<MonthChangeView> Movements);

/// <summary>Change of the movements of one kind.</summary>
/// <param name="Kind">Kind of movement.</param>
/// <param name="Change">Change of its sum.</param>
public sealed record MonthChangeView(MovementKind Kind, Money Change);
