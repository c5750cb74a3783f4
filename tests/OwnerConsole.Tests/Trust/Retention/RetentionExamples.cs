using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Retention;

public sealed class ChangeRetentionExample : Example
{
    private static int s_times;

    public override string OperationName => "retention.change";

    /// <remarks>The period is changed before, so that the run replaces an existing row.</remarks>
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Run("retention.change", IdGenerator.Platform, Other());
        return new(IdGenerator.Platform, Other());
    }

    public override JsonElement? RefusedInput => Json.Element(new { policy = "notifications", days = 3 });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("retention.change", IdGenerator.Platform, Other());
        return true;
    }

    /// <summary>A period that differs from every earlier one.</summary>
    private static JsonElement Other() => Json.Element(new { policy = "notifications", days = 100 + (Interlocked.Increment(ref s_times) % 500) });
}

public sealed class RunRetentionExample : Example
{
    public override string OperationName => "retention.run";

    public override JsonElement? RefusedInput => Json.Element(new { policy = "no_such" });

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform));
}

public sealed class PlaceLegalHoldExample : Example
{
    public override string OperationName => "legal_hold.place";

    public override JsonElement? RefusedInput => Json.Element(new { matter = " ", reason = "None." });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await stage.Tenant());

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("legal_hold.release", run.Lines[0].Created!);
        return true;
    }
}

public sealed class ReleaseLegalHoldExample : Example
{
    public override string OperationName => "legal_hold.release";

    public override async Task<Arranged> Arrange(LawHarness stage) => new((await stage.Run("legal_hold.place", await stage.Tenant())).Lines[0].Created!);
}
