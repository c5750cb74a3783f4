using OwnerConsole.Data;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Webhooks;

/// <summary>A test-mode endpoint. No test events occur here, so nothing is sent.</summary>
internal static class DemoEndpoint
{
    /// <returns>The id of the endpoint.</returns>
    public static async Task<string> Add(LawHarness stage)
    {
        var made = await stage.Run("webhook_endpoint.create", IdGenerator.Platform, new { url = $"https://{stage.Word()}.example/events", mode = "test" });
        return made.Lines[0].Created!;
    }
}
