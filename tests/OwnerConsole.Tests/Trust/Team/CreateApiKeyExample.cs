using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class CreateApiKeyExample : Example
{
    public override string OperationName => "api_key.create";

    public override Task<Arranged> Arrange(LawHarness stage) =>
        Task.FromResult(new Arranged(IdGenerator.Platform, Json.Element(new { name = $"For {stage.Word()}", scopes = new[] { "tenant.read" } })));

    public override JsonElement? RefusedInput => Json.Element(new { name = " ", scopes = new[] { "tenant.read" } });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("api_key.revoke", run.Lines[0].Created!);
        return true;
    }
}
