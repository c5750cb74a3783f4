using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Api;

/// <summary>The committed API description has no errors or warnings of the linters Redocly (recommended) and Spectral (spectral:oas).</summary>
[NotPooled("The API description does not depend on the database.")]
public sealed class ApiLintTests
{
    [Fact]
    [Slow(13, "Api")]
    public async Task Linters_find_nothing_in_the_API_description()
    {
        var (code, output) = await OpenApiScript.Run("lint.mjs");

        output.Trim().ShouldBe("0 errors, 0 warnings");
        code.ShouldBe(0);
    }
}
