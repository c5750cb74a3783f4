using OwnerConsole.Data;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class RotateApiKeyExample : Example
{
    public override string OperationName => "api_key.rotate";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var made = await stage.Run("api_key.create", IdGenerator.Platform, new { name = $"For {stage.Word()}", scopes = new[] { "tenant.read" } });
        return new(made.Lines[0].Created!);
    }
}
