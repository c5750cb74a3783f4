using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Connectors;

public sealed class ConfigureConnectorExample : Example
{
    public override string OperationName => "connector.configure";

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, Settings(stage)));

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                host = "no host",
                database = "studio",
                user_name = "reader",
                password = "a word",
            }
        );

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run(OperationName, IdGenerator.Platform, Settings(stage));
        return true;
    }

    /// <summary>A server in a domain that does not exist, so nothing is contacted.</summary>
    internal static JsonElement Settings(LawHarness stage) =>
        Json.Element(
            new
            {
                host = $"{stage.Word()}.example",
                database = stage.Word(),
                user_name = stage.Word(),
                password = stage.Word(),
            }
        );

    internal static async Task Connect(LawHarness stage, bool isPaused)
    {
        await stage.Run("connector.configure", IdGenerator.Platform, Settings(stage));
        var now = (await stage.App.Get("/api/v1/connector")).GetProperty("is_paused").GetBoolean();
        if (now != isPaused)
            await stage.Run(isPaused ? "connector.pause" : "connector.resume", IdGenerator.Platform);
    }
}

public sealed class PauseSyncExample : Example
{
    public override string OperationName => "connector.pause";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await ConfigureConnectorExample.Connect(stage, isPaused: false);
        return new(IdGenerator.Platform);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("connector.resume", IdGenerator.Platform);
        return true;
    }
}

public sealed class ResumeSyncExample : Example
{
    public override string OperationName => "connector.resume";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await ConfigureConnectorExample.Connect(stage, isPaused: true);
        return new(IdGenerator.Platform);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("connector.pause", IdGenerator.Platform);
        return true;
    }
}

public sealed class DisconnectDatabaseExample : Example
{
    public override string OperationName => "connector.disconnect";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await ConfigureConnectorExample.Connect(stage, isPaused: true);
        return new(IdGenerator.Platform);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("connector.configure", IdGenerator.Platform, ConfigureConnectorExample.Settings(stage));
        return true;
    }
}

public sealed class ResyncViewsExample : Example
{
    public override string OperationName => "connector.resync";

    /// <summary>Arranges a connector that has read everything.</summary>
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await ConfigureConnectorExample.Connect(stage, isPaused: false);
        await stage.Force(
            """
            insert into connectors.states (tenant_id, sync, read_at) select tenant_id, opened_by, now() from connectors.syncs where closed_by is null
            on conflict (tenant_id, sync) do update set read_at = excluded.read_at
            """
        );
        return new(IdGenerator.Platform);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("connector.configure", IdGenerator.Platform, ConfigureConnectorExample.Settings(stage));
        return true;
    }
}
