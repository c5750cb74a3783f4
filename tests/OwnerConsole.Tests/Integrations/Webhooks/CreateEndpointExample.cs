using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class CreateEndpointExample : Example
{
    public override string OperationName => "webhook_endpoint.create";

    // A test-mode endpoint: no test events occur here, so nothing is sent.
    public override Task<Arranged> Arrange(LawHarness stage) =>
        Task.FromResult(
            new Arranged(
                IdGenerator.Platform,
                Json.Element(
                    new
                    {
                        url = $"https://{stage.Word()}.example/events",
                        mode = "test",
                        order = "unordered",
                        retry = "custom",
                        retry_delays = new[] { "30s", "5m" },
                    }
                )
            )
        );

    public override JsonElement? RefusedInput => Json.Element(new { url = "ftp://app.example/events" });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("webhook_endpoint.remove", run.Lines[0].Created!);
        return true;
    }
}
