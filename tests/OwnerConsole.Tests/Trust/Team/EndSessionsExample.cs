using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class EndSessionsExample : Example
{
    public override string OperationName => "team_member.end_sessions";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var person = await Colleague.Join(stage);
        var sessions = stage.Console.Services.GetRequiredService<Sessions>();
        await using var work = await stage.Console.Database.Write(WriteOrigin.Intake("law"), []);
        await sessions.Open(SessionStage.Open, person, new(Ip: "127.0.0.1", UserAgent: null), work);
        await work.Commit();
        return new(person);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("team_member.remove", run.Lines[0].SubjectId);
        return true;
    }
}
