using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Connectors;

public sealed class ConfigureConnectorExample : Example
{
    public override string Of => "connector.configure";

    public override Task<Given> Given(Stage stage) => Task.FromResult(new Given(IdSource.Platform, Settings(stage)));

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

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do(Of, IdSource.Platform, Settings(stage));
        return true;
    }

    /// <summary>A server of no domain that exists: nobody is called.</summary>
    internal static JsonElement Settings(Stage stage) =>
        Json.Element(
            new
            {
                host = $"{stage.Word()}.example",
                database = stage.Word(),
                user_name = stage.Word(),
                password = stage.Word(),
            }
        );

    internal static async Task Connect(Stage stage, bool isPaused)
    {
        await stage.Do("connector.configure", IdSource.Platform, Settings(stage));
        var now = (await stage.App.Get("/api/v1/connector")).GetProperty("is_paused").GetBoolean();
        if (now != isPaused)
            await stage.Do(isPaused ? "connector.pause" : "connector.resume", IdSource.Platform);
    }
}

public sealed class PauseReadingExample : Example
{
    public override string Of => "connector.pause";

    public override async Task<Given> Given(Stage stage)
    {
        await ConfigureConnectorExample.Connect(stage, isPaused: false);
        return new(IdSource.Platform);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("connector.resume", IdSource.Platform);
        return true;
    }
}

public sealed class ResumeReadingExample : Example
{
    public override string Of => "connector.resume";

    public override async Task<Given> Given(Stage stage)
    {
        await ConfigureConnectorExample.Connect(stage, isPaused: true);
        return new(IdSource.Platform);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("connector.pause", IdSource.Platform);
        return true;
    }
}

public sealed class DisconnectDatabaseExample : Example
{
    public override string Of => "connector.disconnect";

    public override async Task<Given> Given(Stage stage)
    {
        await ConfigureConnectorExample.Connect(stage, isPaused: true);
        return new(IdSource.Platform);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("connector.configure", IdSource.Platform, ConfigureConnectorExample.Settings(stage));
        return true;
    }
}

public sealed class RereadViewsExample : Example
{
    public override string Of => "connector.reread";

    /// <summary>As if all of it had been read.</summary>
    public override async Task<Given> Given(Stage stage)
    {
        await ConfigureConnectorExample.Connect(stage, isPaused: false);
        await stage.Force(
            """
            insert into connectors.states (tenant_id, reading, read_at) select tenant_id, opened_by, now() from connectors.readings where closed_by is null
            on conflict (tenant_id, reading) do update set read_at = excluded.read_at
            """
        );
        return new(IdSource.Platform);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("connector.configure", IdSource.Platform, ConfigureConnectorExample.Settings(stage));
        return true;
    }
}
