using System.Security.Cryptography;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Errors;

public sealed class ResolveErrorGroupExample : Example
{
    public override string OperationName => "error_group.resolve";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await ErrorSetup.Report(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("error_group.ignore", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class IgnoreErrorGroupExample : Example
{
    public override string OperationName => "error_group.ignore";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await ErrorSetup.Report(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("error_group.reopen", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class ReopenErrorGroupExample : Example
{
    public override string OperationName => "error_group.reopen";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var id = await ErrorSetup.Report(stage);
        await stage.Run("error_group.resolve", id);
        return new(id);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("error_group.resolve", run.Lines[0].SubjectId);
        return true;
    }
}

internal static class ErrorSetup
{
    /// <returns>Id of a new error.</returns>
    public static async Task<string> Report(LawHarness stage)
    {
        var type = $"Error{RandomNumberGenerator.GetHexString(32, lowercase: true)}".Replace('0', 'z');
        await ErrorStage.Report(stage.Console, stage.App.Key, ErrorStage.Event(type, function: type));
        return (await stage.App.List(type))[0].GetProperty("id").GetString()!;
    }
}
