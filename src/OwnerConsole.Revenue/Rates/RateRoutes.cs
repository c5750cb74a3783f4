using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Rates.Pages;
using OwnerConsole.Revenue.Rates.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Rates;

/// <summary>Exchange rates, as a page and over the API.</summary>
public sealed class RateRoutes(Database database)
{
    public const string Address = "/revenue/rates",
        Permission = "month.read";

    private const string Api = "/api/v1/exchange-rates";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (RateRoutes self, HttpContext context) => self.Show(context)).RequirePermission(Permission);
        routes
            .MapGet(Api, (RateRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List the exchange rates that apply on a day, by currency.")
            .WithQueryParameter(
                "day",
                $"Day, such as 2026-11-27. Default: today. Rates of the last {ExchangeRates.MaxAge} days apply if there is none of the day.",
                QueryType.Day
            )
            .WithListPaging()
            .Produces<Page<ExchangeRateView>>()
            .RequirePermission(Permission);
        routes
            .MapPut(Api, (RateRoutes self, HttpContext context) => self.Import(context))
            .WithSummary(
                "Import exchange rates as JSON, or from a file of the European Central Bank as CSV or XML. Rates of the same currency and day are replaced, except those that a person set."
            )
            .Accepts<ExchangeRateReports>("application/json", "text/csv", "application/xml", "text/xml")
            .Produces<ImportedRates>()
            .WithMetadata(new RequestSizeLimitAttribute(RateFile.MaxBytes))
            .RequirePermission("exchange_rate.import");
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(caller, work);
        return new PageResult(
            "Exchange rates",
            PageResult.Of<RatesPage>(
                (nameof(RatesPage.Caller), caller),
                (nameof(RatesPage.Reporting), await ReportingSettings.Of(work)),
                (nameof(RatesPage.Rates), await Find(null, work)),
                (nameof(RatesPage.Used), await UsedCurrency.Find(mode, work)),
                (nameof(RatesPage.Now), work.Now)
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown("day");
        var day = context.Request.Query["day"].ToString() is { Length: > 0 } text
            ? DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var given)
                ? given
                : throw Problem.Invalid("day", "must be a date, such as 2026-11-27.")
            : (DateOnly?)null;
        await using var work = await database.Read(context.RequestAborted);
        var rates = await Find(day, work);
        return Results.Json(new Page<ExchangeRateView>(rates, null, null), Json.ResponseOptions);
    }

    private async Task<IResult> Import(HttpContext context)
    {
        if (Caller.Of(context)!.IsScoped)
            throw Problem.WholePlatform("Exchange rates apply to all tenants. This key is limited to one tenant.");
        var rates = await RateFile.Read(context);
        var changed = await RateStore.Save(rates, database, context.RequestAborted);
        return Results.Json(new ImportedRates(rates.Count, changed), Json.ResponseOptions);
    }

    /// <param name="day">Null for today.</param>
    private static Task<IReadOnlyList<ExchangeRateView>> Find(DateOnly? day, UnitOfWork work) =>
        work.List<ExchangeRateView>(
            $"""
            select distinct on (r.currency) r.currency, r.day, r.per_euro::float8 as per_euro, r.source
              from ({ExchangeRateRecords.Current}) r
             cross join (select coalesce(@day, (now() at time zone c.zone)::date) as day from core.reporting c) d
             where r.day <= d.day and r.day >= d.day - {ExchangeRates.MaxAge}
             order by r.currency, r.day desc
            """,
            new { day }
        );
}

/// <summary>Exchange rate of a currency.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Day">Day of the rate.</param>
/// <param name="PerEuro">Units of the currency per euro.</param>
/// <param name="Source"><c>published</c> by a central bank, or <c>manual</c>.</param>
public sealed record ExchangeRateView(string Currency, DateOnly Day, double PerEuro, string Source);

/// <summary>Exchange rates to import.</summary>
/// <param name="Data">Rates, of each currency and day at most one.</param>
public sealed record ExchangeRateReports(IReadOnlyList<ExchangeRateReport> Data);

/// <summary>An exchange rate to import.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Day">Day of the rate.</param>
/// <param name="PerEuro">Units of the currency per euro.</param>
public sealed record ExchangeRateReport(string Currency, DateOnly Day, decimal PerEuro);

/// <summary>Result of an import.</summary>
/// <param name="Rates">Rates in the file.</param>
/// <param name="Changed">Rates that were new or different.</param>
public sealed record ImportedRates(int Rates, int Changed);
