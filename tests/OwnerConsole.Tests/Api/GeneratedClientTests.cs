using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Entitlements;

namespace OwnerConsole.Tests.Api;

/// <summary>A TypeScript client generated from the API description with openapi-typescript and openapi-fetch.</summary>
[NotPooled("The API description does not depend on the database.")]
public sealed class GeneratedClientTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    [Slow(15, "Api")]
    public async Task A_client_generated_from_the_description_compiles_and_makes_the_calls_of_the_README()
    {
        var limited = new LimitedPlatform(console, await TestApplication.Connect(console));
        await limited.Declare("exports", "counter", "export");
        await limited.Plan("pro", ("exports", "1"));

        var (code, output) = await OpenApiScript.Run(
            "client.mjs",
            ("CONSOLE", console.Address.GetLeftPart(UriPartial.Authority)),
            ("KEY", limited.App.Key),
            ("PLAN", "pro"),
            ("METER", "exports")
        );

        code.ShouldBe(0, output);
        output.Trim().ShouldEndWith("ok");
    }
}
