using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Reliability.Agreements;
using OwnerConsole.Tests.Messaging.Automations;

namespace OwnerConsole.Tests.Reliability.Agreements;

/// <summary>Lets the SLA of a tenant be at risk and then breached, for the examples of webhook events.</summary>
internal static class SentSlaEvents
{
    private const double Allowed = 0.001; // the share of a year that the default target allows

    /// <param name="next">Receives the next event under a title.</param>
    public static async Task Record(TestConsole console, TestApplication app, string tenant, Func<string?, Task<JsonElement>> next)
    {
        await app.Run(
            "sla.add",
            IdGenerator.Platform,
            new
            {
                kind = "availability",
                name = "Yearly availability",
                period = "year",
                tenants = new[] { tenant },
            }
        );
        var now = TimeProvider.System.GetUtcNow();
        var start = new DateTimeOffset(now.Year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var (elapsed, year) = (now - start, start.AddYears(1) - start);
        await Declare(app, tenant, now - (Allowed * (elapsed + year) / 2)); // more than is allowed until now, less than in the whole year
        await LifecycleHarness.Run<SlaMeasurer>(console);
        await next("");
        await Declare(app, tenant, now - (1.5 * Allowed * year));
        await LifecycleHarness.Run<SlaMeasurer>(console);
        await next("");
    }

    private static Task<JsonElement> Declare(TestApplication app, string tenant, DateTimeOffset at)
    {
        var text = SlaTestBase.Text(at);
        return app.Run(
            "incident.declare",
            IdGenerator.Platform,
            new
            {
                title = "Outage",
                severity = "sev1",
                started_at = text,
                detected_at = text,
                tenants = new[] { tenant },
            }
        );
    }
}
