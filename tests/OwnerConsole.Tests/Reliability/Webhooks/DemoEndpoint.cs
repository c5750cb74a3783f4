using OwnerConsole.Kernel.Data;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Webhooks;

/// <summary>An endpoint of the demo, in which nothing happens here: nobody is called.</summary>
internal static class DemoEndpoint
{
    /// <returns>its id</returns>
    public static async Task<string> Add(LawHarness stage)
    {
        var made = await stage.Run(
            "webhook_endpoint.create",
            IdGenerator.Platform,
            new { url = $"https://{stage.Word()}.example/events", population = "demo" }
        );
        return made.Lines[0].Created!;
    }
}
