using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Movements.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Movements;

/// <summary>The books by month, as a page and over the API.</summary>
public sealed class MonthRoutes(Database database)
{
    public const string Address = "/revenue",
        Read = "month.read";

    public async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!;
        await using var work = await database.Read(context.RequestAborted);
        var population = await Populations.Shown(caller, work);
        return new Page(
            "Revenue",
            Page.Of<MonthsPage>(
                (nameof(MonthsPage.Caller), caller),
                (nameof(MonthsPage.Population), population),
                (nameof(MonthsPage.Months), await Months.Find(population, work))
            )
        );
    }

    public async Task<IResult> List(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        var months = await Months.Find(await Populations.Shown(Caller.Of(context)!, work), work);
        return Results.Json(new Page<MonthView>([.. months.Rows.Select(row => View(row, months.Currency))], null, null), Json.Answers);
    }

    private static MonthView View(Months.Row row, string currency)
    {
        Money Of(long minor) => new(minor, currency);
        return new(
            row.Month,
            row.Closing?.At,
            Of(Mrr.Shown(row.Opened)),
            Of(row.Of(MovementKind.New)),
            Of(row.Of(MovementKind.Expansion)),
            Of(row.Of(MovementKind.Reactivation)),
            Of(row.Of(MovementKind.Contraction)),
            Of(row.Of(MovementKind.Churn)),
            Of(row.Of(MovementKind.Adjustment)),
            Of(Mrr.Shown(row.ClosedAt))
        );
    }
}

/// <summary>A month as the API shows it. What was lost is below 0, and what it began with and all that moved add up to what it ends with.</summary>
/// <param name="Month">its first day</param>
/// <param name="ClosedAt">when it was closed; null while it is open</param>
/// <param name="Opening">estimated MRR when it began</param>
/// <param name="Closing">estimated MRR at its end; now, where it still runs</param>
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
    Money Closing
);
