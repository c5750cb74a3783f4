using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class EndSessionsExample : Example
{
    public override string Of => "person.end_sessions";

    public override async Task<Given> Given(Stage stage)
    {
        var person = await Colleague.Join(stage);
        var sessions = stage.Console.Services.GetRequiredService<Sessions>();
        await using var work = await stage.Console.Database.Write(Door.Intake("law"), []);
        await sessions.Open(SessionStage.Open, person, new(Ip: "127.0.0.1", UserAgent: null), work);
        await work.Commit();
        return new(person);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("person.remove", run.Lines[0].SubjectId);
        return true;
    }
}
