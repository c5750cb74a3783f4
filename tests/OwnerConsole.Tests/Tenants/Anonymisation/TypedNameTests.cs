using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Anonymisation;

/// <summary>A person types the name of the target to confirm an operation that can't be undone.</summary>
public sealed partial class TypedNameTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    [Fact]
    public async Task The_page_accepts_the_name_as_it_is_shown()
    {
        await using var own = await TestConsole.Start();
        var app = await TestApplication.Connect(own);
        await app.DeclareAll();
        var tenant = await app.Tenant("typed", "Atélier Nord");
        var owner = await TestBrowser.Owner(own);
        await owner.Get($"/operations/new?operation=tenant.anonymise&subject={tenant}&back=/tenants");
        var (shown, preview) = (owner.Page, Previewed().Match(owner.Page).Groups["id"].Value);

        Task<HttpResponseMessage> Press(string name) =>
            owner.Post(
                "/operations",
                ("operation", "tenant.anonymise"),
                ("subject", tenant),
                ("preview", preview),
                ("back", "/tenants"),
                ("confirmation", name),
                ("proof_password", TestBrowser.Password),
                ("proof_code", owner.NextCode())
            );

        await Press("Atelier Nord");
        var differs = owner.Page;
        await Press("Ate\u0301lier Nord"); // Decomposed, as some keyboards send it.
        var tasks = await app.Claim();

        shown.ShouldContain("Type the name to confirm");
        shown.ShouldContain("Atélier Nord");
        differs.ShouldContain("The confirmation doesn't match Atélier Nord. Nothing was changed.");
        tasks.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1, null, "This can't be undone. Type Ada")]
    [InlineData(1, "ada", "The confirmation doesn't match Ada. Nothing was changed.")]
    [InlineData(3, "4", "The confirmation doesn't match 3. Nothing was changed.")]
    public async Task The_runner_rejects_a_wrong_confirmation_and_names_the_expected_one(int people, string? typed, string says)
    {
        await using var stage = await LawHarness.Open(console);
        await stage.App.DeclareAll();
        var tenant = await stage.App.Tenant($"typed-{stage.Word()}");
        var members = new List<string>();
        for (var number = 0; number < people; number++)
            members.Add((await stage.App.Put($"/api/v1/tenants/{tenant}/members/ext:{stage.Word()}", new { name = "Ada" })).GetProperty("id").GetString()!);
        var preview = await stage.Preview("member.anonymise", Json.Element(new { }), [.. members]);

        var refused = await Should.ThrowAsync<Problem>(() => stage.Start(preview, confirmation: typed ?? ""));
        var run = await stage.Start(preview);

        (refused.Status, refused.Code).ShouldBe((422, "confirmation_differs"));
        refused.Message.ShouldStartWith(says);
        refused.Errors!.Keys.ShouldBe(["confirmation"]);
        run.State.ShouldBe(RunState.Waiting);
    }

    [Fact]
    public async Task The_API_returns_the_required_confirmation_and_requires_it()
    {
        await using var stage = await LawHarness.Open(console);
        await stage.App.DeclareAll();
        var tenants = new List<string>();
        for (var number = 0; number < 26; number++)
            tenants.Add(await stage.App.Tenant($"typed-{stage.Word()}"));

        var preview = await stage.App.Post("/api/v1/previews", new { operation = "tenant.anonymise", subjects = tenants });
        var id = preview.GetProperty("id").GetString();
        var without = await stage.App.Http.PostAsJsonAsync("/api/v1/runs", new { preview = id, reason = "They asked for it." });
        var run = await stage.App.Post(
            "/api/v1/runs",
            new
            {
                preview = id,
                reason = "They asked for it.",
                confirmation = preview.GetProperty("confirmation").GetString(),
            }
        );

        preview.GetProperty("confirmation").GetString().ShouldBe("26");
        (await without.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("confirmation_differs");
        run.GetProperty("state").GetString().ShouldBe("waiting_approval");
    }

    [GeneratedRegex("name=\"preview\" value=\"(?<id>prv_[0-9a-z]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Previewed();
}
