using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Dunning;

/// <summary>An invoice for which dunning starts at once.</summary>
internal static class OverdueInvoice
{
    public static async Task Add(TestApplication app, string tenant)
    {
        await app.Put($"/api/v1/tenants/{tenant}", new { time_zone = DunningClock.Noon });
        await app.Run(
            "manual_invoice.create",
            tenant,
            new
            {
                amount = new { amount = 4900, currency = "USD" },
                issued = "2026-01-01",
                due = "2026-01-15",
            }
        );
        await app.Run("dunning.turn_on", IdGenerator.Platform);
    }
}
