using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class CreateRoleExample : Example
{
    public override string OperationName => "role.create";

    public static object New(string name) => new { name, permissions = new[] { "tenant.read", "operation.read", "tenant.suspend" } };

    /// <returns>the id of a role without members</returns>
    public static async Task<string> Made(LawHarness stage) => (await stage.Run("role.create", IdGenerator.Platform, New(stage.Word()))).Lines[0].Created!;

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, Json.Element(New(stage.Word()))));

    public override JsonElement? RefusedInput => Json.Element(new { name = "All", permissions = new[] { "*" } });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("role.set_ceiling", run.Lines[0].Created!, new { permission = "tenant.suspend", subjects = 3 });
        return true;
    }
}
