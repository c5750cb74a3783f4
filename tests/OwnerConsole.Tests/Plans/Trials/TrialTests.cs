using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.Trials;

public sealed class TrialTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private static readonly DateTimeOffset Today = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    private TestApplication _app = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _app = await TestApplication.Connect(console);
        if ((await _app.Get("/api/v1/plans")).GetProperty("data").GetArrayLength() > 0)
            return;
        await PlanTests.Create(_app, "pro", "Pro", 4900, trialDays: 14);
        await PlanTests.Create(_app, "team", "Team", 9900, trialDays: 30);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_reset_needs_no_confirmation_and_lasts_as_long_as_the_plans_trial()
    {
        var acme = await OnTrial("trial-1", "pro");

        var preview = await _app.Preview("tenant.reset_trial", [acme]);
        await _app.Post($"/api/v1/tenants/{acme}/reset_trial", new { });

        preview.GetProperty("required_confirmation").GetString().ShouldBe("nothing");
        (await Ends(acme)).ShouldBe(Today.AddDays(15)); // The end of the fourteenth day after today.
    }

    [Fact]
    public async Task Without_a_plan_a_reset_lasts_as_long_as_the_longest_trial()
    {
        var acme = await _app.Tenant("trial-2");

        await _app.Run("tenant.reset_trial", acme);

        (await Ends(acme)).ShouldBe(Today.AddDays(31));
    }

    [Fact]
    public async Task A_bulk_reset_gives_each_tenant_the_length_of_its_plan()
    {
        string[] ids = [await OnTrial("trial-3", "pro"), await OnTrial("trial-4", "team")];

        var preview = await _app.Preview("tenant.reset_trial", ids);
        await _app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });

        preview.GetProperty("required_confirmation").GetString().ShouldBe("confirm");
        (await Ends(ids[0])).ShouldBe(Today.AddDays(15));
        (await Ends(ids[1])).ShouldBe(Today.AddDays(31));
    }

    [Fact]
    public async Task A_repeated_report_keeps_the_reset_and_a_new_one_replaces_it()
    {
        var acme = await OnTrial("trial-5", "pro", "2026-01-31T00:00:00Z");
        var run = await _app.Run("tenant.reset_trial", acme);

        await _app.Put($"/api/v1/tenants/{acme}", new { name = "Acme", trial_ends_at = "2026-01-31T00:00:00Z" });
        var same = await Ends(acme);
        await _app.Put($"/api/v1/tenants/{acme}", new { trial_ends_at = Today.AddDays(90) });
        var other = await Ends(acme);
        await _app.Put($"/api/v1/tenants/{acme}", new { trial_ends_at = "2026-01-31T00:00:00Z" });

        same.ShouldBe(Today.AddDays(15));
        other.ShouldBe(Today.AddDays(90));
        (await Ends(acme)).ShouldBe(DateTimeOffset.Parse("2026-01-31T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        (await _app.UndoRefused(run)).ShouldBe("moved_on");
    }

    [Fact]
    public async Task An_extension_counts_from_a_future_end_or_from_today()
    {
        var ahead = await OnTrial("trial-6", "pro", Today.AddDays(10).ToString("O"));
        var over = await OnTrial("trial-7", "pro", "2025-01-31T00:00:00Z");

        await _app.Run("tenant.extend_trial", ahead, new { days = 5 });
        await _app.Run("tenant.extend_trial", over, new { days = 5 });

        (await Ends(ahead)).ShouldBe(Today.AddDays(15));
        (await Ends(over)).ShouldBe(Today.AddDays(6));
    }

    [Fact]
    public async Task Undo_restores_the_earlier_trial_end_and_notifies_the_application()
    {
        var acme = await OnTrial("trial-8", "pro", "2026-01-31T00:00:00Z");
        await _app.Run("tenant.reset_trial", acme);
        var extended = await _app.Run("tenant.extend_trial", acme, new { days = 5 });

        await _app.Undo(extended);

        (await Ends(acme)).ShouldBe(Today.AddDays(15));
        (await LoggedEvents(acme))
            .Select(data => data.GetProperty("ends_at").GetDateTimeOffset())
            .ShouldBe([Today.AddDays(15), Today.AddDays(20), Today.AddDays(15)]);
    }

    [Theory]
    [InlineData("tenant.extend_trial", """{"days":5}""", "no_trial")]
    [InlineData("tenant.extend_trial", """{"days":0}""", "bad_days")]
    [InlineData("tenant.extend_trial", """{"days":366}""", "bad_days")]
    [InlineData("tenant.reset_trial", """{"days":366}""", "bad_days")]
    public async Task An_invalid_trial_change_is_refused_with_its_reason(string operation, string input, string code) =>
        (await _app.Refusal(operation, await _app.Tenant("trial-9"), JsonSerializer.Deserialize<JsonElement>(input))).ShouldBe(code);

    [Fact]
    public async Task A_trial_without_a_practical_end_can_not_be_extended()
    {
        var acme = await OnTrial("trial-10", "pro", "2199-12-31T00:00:00Z");
        // Earlier releases accepted this value.
        await TestCluster.Current.Force(console.Options.Connections, $"update core.tenants set trial_ends_at = '9999-12-31Z' where tenant_id = '{acme}'");

        (await _app.Refusal("tenant.extend_trial", acme, new { days = 365 })).ShouldBe("trial_too_long");
    }

    [Fact]
    public async Task A_cancelled_tenant_gets_no_trial()
    {
        var acme = await OnTrial("trial-11", "pro", "2026-01-31T00:00:00Z");
        await _app.Put($"/api/v1/tenants/{acme}", new { lifecycle = "cancelled" });

        (await _app.Refusal("tenant.reset_trial", acme)).ShouldBe("cancelled");
        (await _app.Refusal("tenant.extend_trial", acme)).ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_reset_needs_a_length_if_no_plan_has_a_trial()
    {
        await using var bare = await TestConsole.Start();
        var app = await TestApplication.Connect(bare);
        var acme = await app.Tenant("trial-12");

        (await app.Refusal("tenant.reset_trial", acme)).ShouldBe("no_length");
        (await app.Refusal("tenant.reset_trial", acme, new { days = 7 })).ShouldBeNull();
    }

    private async Task<string> OnTrial(string externalId, string plan, string? ends = null)
    {
        var id = await _app.Tenant(externalId);
        await _app.Put(
            $"/api/v1/tenants/{id}",
            new
            {
                lifecycle = "trial",
                plan_items = new[] { new { plan } },
                trial_ends_at = ends,
            }
        );
        return id;
    }

    private async Task<DateTimeOffset> Ends(string id) => (await _app.Get($"/api/v1/tenants/{id}")).GetProperty("trial_ends_at").GetDateTimeOffset();

    private async Task<List<JsonElement>> LoggedEvents(string tenant)
    {
        await using var work = await console.Database.Read();
        var events = await work.List<string>(
            "select data from core.log where tenant_id = @tenant and event = 'tenant.trial_changed' order by id",
            new { tenant }
        );
        return [.. events.Select(data => JsonSerializer.Deserialize<JsonElement>(data))];
    }
}
