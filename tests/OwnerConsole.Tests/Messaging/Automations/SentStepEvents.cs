using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Automations;

namespace OwnerConsole.Tests.Messaging.Automations;

/// <summary>Lets an automation send its webhook event, for the examples of webhook events.</summary>
internal static class SentStepEvents
{
    /// <param name="next">Receives the next event under a title.</param>
    public static async Task Record(TestConsole console, TestApplication app, string tenant, string endpoint, Func<string?, Task<JsonElement>> next)
    {
        var id = await LifecycleHarness.Create(app, Moved(endpoint));
        await app.Run("automation.enable", id);
        await app.Put($"/api/v1/tenants/{tenant}", new { attributes = new { region = "eu" } });
        await LifecycleHarness.Run<DateSweep>(console);
        await LifecycleHarness.Run<StepRunner>(console);
        await next("");
        await app.Run("automation.disable", id);
    }

    private static object Moved(string endpoint) =>
        new
        {
            name = "Region changed",
            attribute = "region",
            steps = new[] { new { kind = "webhook", endpoint } },
        };
}
