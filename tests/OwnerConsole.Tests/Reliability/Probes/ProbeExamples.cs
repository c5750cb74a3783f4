using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
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
    public override string OperationName => "probe.check";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var input = new
        {
            kind = "tcp",
            name = stage.NewId("cache"),
            target = "127.0.0.1:9", // nothing answers
            interval_seconds = 86_400,
        };
        var probe = (await stage.Run("probe.add", IdGenerator.Platform, input)).Lines[0].Created!;
        await Poll.Until(() => Hold(probe, stage), condition: "the first check has ended");
        return new(probe);
    }

    /// <summary>Reserves the probe's lane after the first check, as another console does, so that no check has a result during a law.</summary>
    private static async Task<bool> Hold(string probe, LawHarness stage)
    {
        await using var work = await stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        var held = await work.Execute(
            """
            update work.lanes set leased_until = now() + interval '1 day'
             where lane = 'probe:' || @probe and leased_until is null
               and exists (select from probes.states where tenant_id = 'tnt_platform' and probe_id = @probe and checked_at is not null)
            """,
            new { probe }
        );
        await work.Commit();
        return held == 1;
    }
}

internal static class ProbeSetup
{
    /// <returns>Input of a probe that no one calls.</returns>
    public static object Heartbeat(LawHarness stage) => new { kind = "heartbeat", name = stage.NewId("job") };

    /// <returns>Id of a probe.</returns>
    public static async Task<string> Add(LawHarness stage) => (await stage.Run("probe.add", IdGenerator.Platform, Heartbeat(stage))).Lines[0].Created!;
}
