using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Probes;

public sealed class AddProbeExample : Example
{
    public override string OperationName => "probe.add";

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                kind = "http",
                name = "Website",
                target = "ftp://www.example.com/",
            }
        );

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, Json.Element(ProbeSetup.Heartbeat(stage))));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("probe.remove", run.Lines[0].Created!);
        return true;
    }
}

public sealed class ChangeProbeExample : Example
{
    public override string OperationName => "probe.change";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await ProbeSetup.Add(stage), Json.Element(new { name = "Other job" }));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("probe.change", run.Lines[0].SubjectId, new { name = "Third job" });
        return true;
    }
}

public sealed class RemoveProbeExample : Example
{
    public override string OperationName => "probe.remove";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await ProbeSetup.Add(stage));
}

public sealed class PauseProbeExample : Example
{
    public override string OperationName => "probe.pause";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await ProbeSetup.Add(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("probe.resume", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class ResumeProbeExample : Example
{
    public override string OperationName => "probe.resume";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var probe = await ProbeSetup.Add(stage);
        await stage.Run("probe.pause", probe);
        return new(probe);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("probe.pause", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class CheckProbeExample : Example
{
    /// <summary>Accepts connections and never answers, so that the requested check has no result during a law.</summary>
    private static readonly TcpListener s_silent = Listen();

    public override string OperationName => "probe.check";

    public override async Task<Arranged> Arrange(LawHarness stage) => new((
                await stage.Run(
                    "probe.add",
                    IdGenerator.Platform,
                    new
                    {
                        kind = "redis",
                        name = stage.NewId("cache"),
                        target = s_silent.LocalEndpoint.ToString(),
                        timeout_seconds = 30,
                    }
                )
            ).Lines[0].Created!);

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}

internal static class ProbeSetup
{
    /// <returns>Input of a probe that no one calls.</returns>
    public static object Heartbeat(LawHarness stage) => new { kind = "heartbeat", name = stage.NewId("job") };

    /// <returns>Id of a probe.</returns>
    public static async Task<string> Add(LawHarness stage) => (await stage.Run("probe.add", IdGenerator.Platform, Heartbeat(stage))).Lines[0].Created!;
}
