using OwnerConsole.Kernel.Data;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class RotateApiKeyExample : Example
{
    public override string Of => "api_key.rotate";

    public override async Task<Given> Given(Stage stage)
    {
        var made = await stage.Do("api_key.create", IdSource.Platform, new { name = $"For {stage.Word()}", scopes = new[] { "tenant.read" } });
        return new(made.Lines[0].Created!);
    }
}
