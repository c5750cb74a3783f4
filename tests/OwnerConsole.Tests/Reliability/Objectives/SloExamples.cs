using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Objectives;

public sealed class AddSloExample : Example
{
    public override string OperationName => "slo.add";

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                kind = "request_success",
                name = "Requests",
                service = "unknown",
            }
        );

    public override async Task<Arranged> Arrange(LawHarness stage) => new(IdGenerator.Platform, Json.Element(await SloSetup.Input(stage)));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("slo.remove", run.Lines[0].Created!);
        return true;
    }
}

public sealed class ChangeSloExample : Example
{
    public override string OperationName => "slo.change";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await SloSetup.Add(stage), Json.Element(await SloSetup.Input(stage)));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("slo.change", run.Lines[0].SubjectId, await SloSetup.Input(stage));
        return true;
    }
}

public sealed class RemoveSloExample : Example
{
    public override string OperationName => "slo.remove";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await SloSetup.Add(stage));
}

internal static class SloSetup
{
    /// <returns>Input of an SLO about a probe that no one calls. All share it, because the number of probes is limited.</returns>
    public static async Task<object> Input(LawHarness stage) =>
        new
        {
            kind = "probe_success",
            name = stage.NewId("slo"),
            probe_id = await Probe(stage),
            target = "99.5",
        };

    private static async Task<string> Probe(LawHarness stage)
    {
        const string Name = "Job of SLOs";
        await using (var reading = await stage.Console.Database.Read())
            if (await reading.One<string>("select probe_id from probes.probes where name = @Name and closed_by is null limit 1", new { Name }) is { } known)
                return known;
        return (await stage.Run("probe.add", IdGenerator.Platform, new { kind = "heartbeat", name = Name })).Lines[0].Created!;
    }

    /// <returns>Id of an SLO.</returns>
    public static async Task<string> Add(LawHarness stage) => (await stage.Run("slo.add", IdGenerator.Platform, await Input(stage))).Lines[0].Created!;
}
