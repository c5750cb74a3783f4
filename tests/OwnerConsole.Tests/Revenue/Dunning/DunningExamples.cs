using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Revenue.Dunning;

public sealed class TurnOnDunningExample : Example
{
    public override string OperationName => "dunning.turn_on";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        if (await DunningStageSetup.IsOn(stage))
            await stage.Run("dunning.turn_off", IdGenerator.Platform);
        return new(IdGenerator.Platform);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("dunning.turn_off", IdGenerator.Platform);
        return true;
    }
}

public sealed class TurnOffDunningExample : Example
{
    public override string OperationName => "dunning.turn_off";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        if (!await DunningStageSetup.IsOn(stage))
            await stage.Run("dunning.turn_on", IdGenerator.Platform);
        return new(IdGenerator.Platform);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("dunning.turn_on", IdGenerator.Platform);
        return true;
    }
}

public sealed class ChangeDunningExample : Example
{
    public override string OperationName => "dunning.change";

    public override JsonElement? RefusedInput => Json.Element(new { email_days = "0, 0" });

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await using var work = await stage.Console.Database.Read();
        var versions = await work.One<int>("select count(*)::int from dunning.campaigns where campaign_id = 'dcp_default'");
        return new(IdGenerator.Platform, Json.Element(new { email_days = $"0, {versions + 1}", suspend_day = 90 }));
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("dunning.change", IdGenerator.Platform, Json.Element(new { email_days = "0, 80" }));
        return true;
    }
}

public sealed class HoldDunningExample : Example
{
    public override string OperationName => "dunning.hold";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await stage.Tenant());

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("dunning.release", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class ReleaseDunningExample : Example
{
    public override string OperationName => "dunning.release";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var tenant = await stage.Tenant();
        await stage.Run("dunning.hold", tenant);
        return new(tenant);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("dunning.hold", run.Lines[0].SubjectId);
        return true;
    }
}

internal static class DunningStageSetup
{
    public static async Task<bool> IsOn(LawHarness stage)
    {
        await using var work = await stage.Console.Database.Read();
        return await work.One<bool>("select exists (select from dunning.activations where closed_by is null)");
    }
}
