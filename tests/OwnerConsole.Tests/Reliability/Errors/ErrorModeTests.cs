using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.Errors;

/// <summary>Errors occur for tenants with test data until there is a live tenant.</summary>
public sealed class ErrorModeTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Name = "ModeError",
        External = "mode-error";

    [Fact]
    public async Task Affected_tenants_and_users_are_those_of_the_shown_mode()
    {
        var (live, demo) = (await TestApplication.Connect(console), await TestApplication.Connect(console, Mode.Test));
        var sdk = await TestApplication.Connect(console, scopes: ["error.report"]);
        var owner = await TestBrowser.Owner(console);
        var tried = await demo.Tenant(External, "Tried Studio", members: 1);
        await ErrorStage.Report(console, sdk.Key, ErrorStage.Event(Name, External), ErrorStage.Event(Name, External));
        var id = (await live.List(Name)).Single().GetProperty("id").GetString()!;
        var ofLiveKey = await live.Get($"/api/v1/errors/{id}");
        var testPage = await Show(owner, id);

        var real = await live.Tenant(External, "Real Studio", members: 1);
        await ErrorStage.Report(console, sdk.Key, ErrorStage.Event(Name, External));
        var details = await live.Get($"/api/v1/errors/{id}");
        var livePage = await Show(owner, id);

        testPage.ShouldContain("Tried Studio");
        (ofLiveKey.GetProperty("tenants").GetArrayLength(), ofLiveKey.GetProperty("user_count").GetInt64()).ShouldBe((0, 0));
        livePage.ShouldContain("Real Studio");
        livePage.ShouldNotContain("Tried Studio");
        details.GetProperty("tenants").EnumerateArray().Select(row => row.GetProperty("tenant_id").GetString()).ShouldBe([real]);
        (details.GetProperty("error").GetProperty("tenants").GetInt64(), details.GetProperty("error").GetProperty("events").GetInt64()).ShouldBe((1, 3));
        (details.GetProperty("user_count").GetInt64(), details.GetProperty("occurrences").GetArrayLength()).ShouldBe((1, 1));
        (await live.List(Name, $"&tenant={real}")).Count.ShouldBe(1);
        (await live.List(Name, $"&tenant={tried}")).ShouldBeEmpty();
    }

    private static async Task<string> Show(TestBrowser owner, string id)
    {
        using var page = await owner.Get($"/ops/errors/{id}");
        return owner.Page;
    }
}
