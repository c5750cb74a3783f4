using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Agreements;

/// <summary>Adds SLAs, declares incidents and measures.</summary>
public abstract class SlaTestBase(ProbeStage stage)
{
    protected ProbeStage Stage => stage;

    protected async Task<string> Add(object input) => (await stage.App.Run("sla.add", IdGenerator.Platform, input)).Created();

    /// <summary>Measures when the worker doesn't, because of two measurements at the same time only the later one writes.</summary>
    protected async Task Measure()
    {
        await Poll.Until(async () =>
        {
            await using var reading = await stage.Console.Database.Read();
            return await reading.One<bool>(
                "select not exists (select from work.lanes where lane = 'every:agreements.measure' and (due <= now() or leased_until > now()))"
            );
        });
        await stage.Execute("agreements.measure");
    }

    /// <summary>Stores a day as measured before, so that it and the days after it are measured.</summary>
    protected async Task OpenPeriod(string sla, DateOnly day)
    {
        await using var work = await stage.Begin();
        await work.Execute(
            """
            insert into agreements.periods (tenant_id, sla_id, starts_on, ends_on, starts_at, ends_at, target, measured_at)
            values ('tnt_platform', @sla, @day, @day, @day::timestamp at time zone 'UTC', (@day + 1)::timestamp at time zone 'UTC', 99.9, now())
            """,
            new { sla, day }
        );
        await work.Commit();
    }

    /// <summary>Adds a service that needs another one, such as the database, and is used by one tenant.</summary>
    protected async Task Use(string service, string tenant, string needs = "sla-db")
    {
        await stage.App.Run("service_dependency.add", IdGenerator.Platform, new { service, depends_on = needs });
        await stage.App.Run("service_usage.add", IdGenerator.Platform, new { service, tenants = new[] { tenant } });
    }

    /// <returns>Id of an incident that affects one tenant and is not resolved.</returns>
    protected async Task<string> Declare(DateTimeOffset start, string tenant, string severity = "sev1") =>
        (
            await stage.App.Run(
                "incident.declare",
                IdGenerator.Platform,
                new
                {
                    title = $"Outage of {tenant}",
                    severity,
                    started_at = Text(start),
                    detected_at = Text(start),
                    tenants = new[] { tenant },
                }
            )
        ).Created();

    /// <returns>Id of an incident of a service that is not resolved.</returns>
    protected async Task<string> DeclareOfService(DateTimeOffset start, string service) =>
        (
            await stage.App.Run(
                "incident.declare",
                IdGenerator.Platform,
                new
                {
                    title = $"Outage of {service}",
                    severity = "sev1",
                    started_at = Text(start),
                    detected_at = Text(start),
                    service,
                }
            )
        ).Created();

    protected Task<JsonElement> Resolve(string incident, DateTimeOffset at) =>
        stage.App.Run("incident.resolve", incident, new { note = "Fixed.", resolved_at = Text(at) });

    protected async Task<JsonElement> Result(string sla, string tenant) =>
        (await List($"/api/v1/sla-results?sla={sla}&tenant={tenant}")).ShouldHaveSingleItem();

    protected async Task<IReadOnlyList<JsonElement>> List(string address) => [.. (await stage.App.Get(address)).GetProperty("data").EnumerateArray()];

    protected static string? Word(JsonElement row, string name) => row.GetProperty(name).GetString();

    protected static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    internal static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
