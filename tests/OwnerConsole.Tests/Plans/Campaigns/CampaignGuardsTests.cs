using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Plans.Campaigns;

/// <summary>Covers what a campaign refuses, who can manage it, and that no tenant is migrated twice.</summary>
[Slow(5, "Campaigns")]
public sealed class CampaignGuardsTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CampaignFixture _campaigns = null!; // set before each test

    private TestApplication App => _campaigns.App;

    public async ValueTask InitializeAsync() => _campaigns = await CampaignFixture.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_campaign_page_respects_permissions_and_hidden_money()
    {
        var (plan, _) = await _campaigns.Given("page", 2);
        var id = await _campaigns.Started(plan, new { wave_size = 1 });
        var (address, analyst, finance) = (
            $"/plans/{plan}/campaigns/{id}",
            await TestBrowser.Join(console, "analyst"),
            await TestBrowser.Join(console, "finance")
        );

        await analyst.Get(address);
        await finance.Get(address);
        await App.Run("role.hide_fields", "rol_analyst", new { hides = new[] { "money" } });
        var (seen, offered) = (analyst.Page, finance.Page);
        await analyst.Get(address);

        offered.ShouldContain("id=\"start-wave\"");
        seen.ShouldContain("+10.00 USD");
        seen.ShouldNotContain("id=\"start-wave\"");
        seen.ShouldContain("Actions you can't use");
        analyst.Page.ShouldContain("Next wave");
        analyst.Page.ShouldNotContain("USD");
        (await analyst.Get($"/plans/{plan}/campaigns/cmp_nobody")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public async Task Two_concurrent_starts_of_a_wave_migrate_its_tenants_once(int size)
    {
        var (plan, held) = await _campaigns.Given($"twice-{size}", size + 1);
        var id = await _campaigns.Started(plan, new { wave_size = size });
        JsonElement[] previews = [await _campaigns.Preview(id), await _campaigns.Preview(id)];

        var answers = await Task.WhenAll(
            previews.Select(preview =>
                App.Send(HttpMethod.Post, "/api/v1/runs", JsonSerializer.Serialize(new { preview = preview.GetProperty("id").GetString(), reason = "Both." }))
            )
        );
        var view = await App.Await($"/api/v1/plan-campaigns/{id}", answer => answer.GetProperty("underway").ValueKind is JsonValueKind.Null);

        if (size <= 25) // Small waves run within the request; larger ones run in lanes.
            answers.Select(answer => answer.Status).Order().ShouldBe([201, 409]);
        view.GetProperty("waves").EnumerateArray().ShouldHaveSingleItem().GetProperty("moved").GetInt64().ShouldBe(size);
        (await _campaigns.Progress(id)).ShouldBe($"running: {size} moved, 1 left, 0 skipped, 0 taken back");
        (await console.Movements(held[0])).ShouldEndWith("+29");
        (await console.Movements(held[size])).ShouldEndWith("+19");
    }

    [Fact]
    public async Task A_scheduled_wave_blocks_other_waves_until_it_is_stopped()
    {
        var (plan, held) = await _campaigns.Given("waits", 3);
        var id = await _campaigns.Started(plan, new { wave_size = 1 });
        var preview = await _campaigns.Preview(id);

        var run = await App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), at = await InAnHour() });
        var underway = (await _campaigns.Campaign(id)).GetProperty("underway").GetString();
        var refused = await App.Refusal("tenant.move_to_current_version", held[1], new { plan = "waits", campaign = id });
        var alone = await App.Refusal("tenant.move_to_current_version", held[1], new { plan = "waits" });
        await App.Post($"/api/v1/runs/{underway}/stop", new { });
        var next = await _campaigns.Wave(id);

        (underway, refused, alone).ShouldBe((run.GetProperty("id").GetString(), "wave_underway", null));
        CampaignFixture.Ids(next).ShouldBe([held[0]]);
        (await _campaigns.Progress(id)).ShouldBe("running: 1 moved, 2 left, 0 skipped, 0 taken back");
    }

    [Fact]
    public async Task An_invalid_campaign_is_refused_with_its_reason()
    {
        var (plan, held) = await _campaigns.Given("bad", 2);
        Task<string?> Refused(object input) => App.Refusal("plan_campaign.start", plan, input);

        (await Refused(new { wave_size = 0 })).ShouldBe("bad_wave_size");
        (await Refused(new { wave_size = 10_001 })).ShouldBe("bad_wave_size");
        (await Refused(new { wait_hours = 0 })).ShouldBe("bad_wait");
        (await Refused(new { from_versions = new[] { "3" } })).ShouldBe("bad_version");
        (await Refused(new { from_versions = new[] { "first" } })).ShouldBe("bad_version");
        (await Refused(new { from_versions = new[] { "1" } })).ShouldBe("no_tenants");
        var id = await _campaigns.Started(plan, new { from_versions = new[] { "2" } });
        (await Refused(new { })).ShouldBe("already_running");
        (await App.Refusal("plan_campaign.resume", id)).ShouldBe("not_paused");
        (await App.Refusal("plan_campaign.pause", id, new { cause = "ceiling" })).ShouldBe("bad_cause");
        (await App.Refusal("tenant.move_to_current_version", held[0], new { plan = "bad", campaign = "cmp_nobody" })).ShouldBe("unknown_campaign");
        (await App.Refusal("tenant.move_to_current_version", held[0], new { plan = "starter", campaign = id })).ShouldBe("other_plan");
        (await App.Send(HttpMethod.Get, "/api/v1/plan-campaigns/cmp_nobody")).Status.ShouldBe(404);
        await _campaigns.Wave(id);
        (await Refused(new { })).ShouldBe("no_tenants");
        await _campaigns.Publish(plan, 3900, "50");
        var second = await _campaigns.Started(plan, new { });
        (await _campaigns.Progress(id)).ShouldStartWith("done: 2 moved");
        (await _campaigns.Progress(second)).ShouldStartWith("running: 0 moved, 2 left");
    }

    [Fact]
    public async Task Keys_without_permission_migrate_no_one_and_test_keys_see_no_campaign()
    {
        var (plan, _) = await _campaigns.Given("others", 2);
        var demo = await TestApplication.Connect(console, Mode.Test);
        var played = await demo.Put("/api/v1/tenants/ext:others-demo", new { name = "Demo", plan_items = new[] { new { plan = "others" } } });
        await _campaigns.Publish(plan, 3900, "50");
        var id = await _campaigns.Started(plan, new { wave_size = 1 });
        var reader = await TestApplication.Connect(console, scopes: ["plan.read", "tenant.read", "operation.read"]);
        var mover = await TestApplication.Connect(console, scopes: ["plan.*", "plan_campaign.*", "tenant.read", "operation.read"]);
        async Task<(int, string?)> Asks(TestApplication app, string operation, object body, object? query = null)
        {
            var asked = query is null
                ? JsonSerializer.Serialize(
                    new
                    {
                        operation,
                        subjects = new[] { plan },
                        input = body,
                    }
                )
                : JsonSerializer.Serialize(
                    new
                    {
                        operation,
                        query,
                        input = body,
                    }
                );
            var (status, answer) = await app.Send(HttpMethod.Post, "/api/v1/previews", asked);
            return (
                status,
                answer.TryGetProperty("code", out var code) ? code.GetString() : answer.GetProperty("subjects")[0].GetProperty("refusal").GetString()
            );
        }

        (await reader.Get($"/api/v1/plan-campaigns/{id}")).GetProperty("left").GetInt64().ShouldBe(2);
        (await Asks(reader, "plan_campaign.start", new { })).ShouldBe((403, "forbidden"));
        (await Asks(reader, "tenant.move_to_current_version", new { plan = "others", campaign = id }, new { campaign = id })).ShouldBe((403, "forbidden"));
        (await Asks(mover, "plan_campaign.start", new { })).Item2.ShouldBe("missing_permission");
        (await demo.Send(HttpMethod.Get, $"/api/v1/plan-campaigns/{id}")).Status.ShouldBe(404);
        var apart = await console
            .Services.GetRequiredService<Previews>()
            .Create(
                Caller.System,
                "tenant.move_to_current_version",
                TargetSelection.Of(played.GetProperty("id").GetString()!),
                Json.Element(new { plan = "others", campaign = id }),
                CancellationToken.None
            );
        apart.Subjects[0].Code.ShouldBe("other_mode");
        (await demo.Get("/api/v1/plan-campaigns")).GetProperty("data").GetArrayLength().ShouldBe(0);
        (await Asks(demo, "tenant.move_to_current_version", new { plan = "others", campaign = id }, new { campaign = id })).Item1.ShouldBe(404);
        (await App.Get("/api/v1/plan-campaigns")).GetProperty("data").EnumerateArray().ShouldContain(row => row.GetProperty("id").GetString() == id);
    }

    private async Task<DateTimeOffset> InAnHour()
    {
        await using var work = await console.Database.Read();
        return await work.One<DateTimeOffset>("select now() + interval '1 hour'");
    }
}
