using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Insights.Settings.Pages;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Settings;

/// <summary>Reporting settings and meters, as a settings page and over the API.</summary>
public sealed class SettingsRoutes(Database database)
{
    public const string Address = "/settings/numbers",
        ReadReporting = "reporting.read",
        ReadMeters = "meter.read";

    public async Task<IResult> Show(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Reporting and meters",
            PageResult.Of<MetricSettingsPage>(
                (nameof(MetricSettingsPage.Caller), Caller.Of(context)),
                (nameof(MetricSettingsPage.Reporting), await ReportingSettings.Of(work)),
                (nameof(MetricSettingsPage.Meters), await Meters.List(work)),
                (nameof(MetricSettingsPage.Recounted), await EventReprojection.Find(work))
            )
        );
    }

    public async Task<IResult> GetReporting(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        var now = await ReportingSettings.Of(work);
        return Results.Json(
            new ReportingView(now.ZoneName, now.Currency, (int)now.SessionLimit.TotalHours, now.ImportsUntil, (await EventReprojection.Find(work))?.Day),
            Json.ResponseOptions
        );
    }

    public async Task<IResult> List(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        var meters = await Meters.List(work);
        return Results.Json(
            new OwnerConsole.Data.Page<MeterView>(
                [
                    .. meters.Select(meter => new MeterView(
                        meter.MeterId!,
                        meter.Key,
                        meter.Name,
                        meter.Unit,
                        meter.EventType,
                        meter.Adds,
                        string.Join('.', meter.ValuePath),
                        meter.GroupBy,
                        meter.Enforced
                    )),
                ],
                null,
                null
            ),
            Json.ResponseOptions
        );
    }
}

/// <summary>Reporting settings in the API.</summary>
/// <param name="Zone">IANA time zone of reports.</param>
/// <param name="Currency">Currency of reports.</param>
/// <param name="SessionHours">Hours after which a session without an end is closed.</param>
/// <param name="ImportsUntil">Time at which the first month was closed; null while history can be imported.</param>
/// <param name="RecalculatedUntil">Days before this date are already recalculated; null if no recalculation is running.</param>
public sealed record ReportingView(string Zone, string Currency, int SessionHours, DateTimeOffset? ImportsUntil, DateOnly? RecalculatedUntil);

/// <summary>A meter in the API. Its values are the metric <c>usage.{key}</c>.</summary>
/// <param name="Key">Key of the meter.</param>
/// <param name="Name">Name of the meter.</param>
/// <param name="Unit">Unit of its values.</param>
/// <param name="EventType">Type of the events that it counts.</param>
/// <param name="Adds">How values become one number.</param>
/// <param name="Value">Path of the value in the event's data; empty if events are only counted.</param>
/// <param name="GroupBy">Fields in the event's data that it can be grouped by.</param>
/// <param name="Enforced">True if usage is also counted per tenant as soon as an event is accepted. Read it at the tenant's <c>meters</c>.</param>
public sealed record MeterView(
    string Id,
    string Key,
    string Name,
    string Unit,
    string EventType,
    AggregationKind Adds,
    string Value,
    IReadOnlyList<string> GroupBy,
    bool Enforced
);
