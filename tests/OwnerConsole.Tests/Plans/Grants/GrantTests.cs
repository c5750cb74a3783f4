using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.Grants;

public sealed class GrantTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private TestApplication _app = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _app = await TestApplication.Connect(console);
        if ((await _app.Get("/api/v1/plans")).GetProperty("data").GetArrayLength() > 0)
            return;
        await PlanTests.Create(_app, "free", "Free", 0);
        await PlanTests.Create(_app, "pro", "Pro", 4900);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_grant_to_one_tenant_needs_no_confirmation_and_shows_its_effect()
    {
        var acme = await _app.Tenant("grant-1", "Acme");

        var preview = await _app.Preview("tenant.grant", [acme], new { plan = "pro" });
        var run = await _app.Post($"/api/v1/tenants/{acme}/grant", new { plan = "pro", reason = "A friend" });

        preview.GetProperty("required_confirmation").GetString().ShouldBe("nothing");
        run.GetProperty("lines")[0].GetProperty("text").GetString().ShouldBe("Acme is granted Pro permanently. It counts 0 in MRR.");
        var grant = (await Grants(acme)).ShouldHaveSingleItem();
        grant.GetProperty("is_open").GetBoolean().ShouldBeTrue();
        grant.GetProperty("reason").GetString().ShouldBe("A friend");
    }

    [Fact]
    public async Task A_grant_includes_its_last_day_and_then_expires_automatically()
    {
        var acme = await _app.Tenant("grant-2");
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var run = await _app.Run("tenant.grant", acme, new { plan = "pro", until = today });
        var open = (await Grants(acme)).ShouldHaveSingleItem();

        await Execute("update grants.grants set until_at = now() - interval '1 second' where tenant_id = @tenant", acme);

        open.GetProperty("is_open").GetBoolean().ShouldBeTrue();
        open.GetProperty("until_at").GetDateTimeOffset().ShouldBe(new(today.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        (await Grants(acme)).ShouldHaveSingleItem().GetProperty("is_open").GetBoolean().ShouldBeFalse();
        (await _app.UndoRefused(run)).ShouldBe("moved_on");
        (await _app.Refusal("tenant.grant", acme, new { plan = "pro" })).ShouldBeNull();
    }

    [Fact]
    public async Task A_preview_is_outdated_after_a_grant_expires()
    {
        var acme = await _app.Tenant("grant-3");
        await _app.Run("tenant.grant", acme, new { plan = "pro", until = "2030-01-01" });
        var preview = await _app.Preview("tenant.revoke", [acme]);

        await Execute("update grants.grants set until_at = now() - interval '1 second' where tenant_id = @tenant", acme);
        var (_, answer) = await _app.Send(HttpMethod.Post, "/api/v1/runs", JsonSerializer.Serialize(new { preview = preview.GetProperty("id").GetString() }));

        answer.GetProperty("code").GetString().ShouldBe("changed_since_preview");
    }

    [Theory]
    [InlineData("""{"plan":"gold"}""", "unknown_plan")]
    [InlineData("""{"plan":"pro","until":"2001-01-01"}""", "bad_until")]
    [InlineData("""{"plan":"pro","until":"9999-12-31"}""", "bad_until")]
    public async Task An_invalid_grant_is_refused_with_its_reason(string input, string code)
    {
        var acme = await _app.Tenant("grant-4");

        (await _app.Refusal("tenant.grant", acme, JsonSerializer.Deserialize<JsonElement>(input))).ShouldBe(code);
    }

    [Fact]
    public async Task A_plan_is_granted_once_and_another_plan_can_be_added()
    {
        var acme = await _app.Tenant("grant-5");
        await _app.Run("tenant.grant", acme, new { plan = "pro" });

        (await _app.Refusal("tenant.grant", acme, new { plan = "pro" })).ShouldBe("already_granted");
        (await _app.Refusal("tenant.grant", acme, new { plan = "free" })).ShouldBeNull();
    }

    [Fact]
    public async Task A_suspended_or_cancelled_tenant_receives_no_grant()
    {
        var (acme, gone) = (await _app.Tenant("grant-6"), await _app.Tenant("grant-7"));
        await _app.Run("tenant.suspend", acme);
        await _app.Put($"/api/v1/tenants/{gone}", new { lifecycle = "cancelled" });

        (await _app.Refusal("tenant.grant", acme, new { plan = "pro" })).ShouldBe("suspended");
        (await _app.Refusal("tenant.grant", gone, new { plan = "pro" })).ShouldBe("cancelled");
    }

    [Fact]
    public async Task Revoking_ends_grants_suspends_access_and_mentions_the_paid_plan()
    {
        var acme = await _app.Tenant("revoke-1", "Acme", members: 2);
        await _app.Put($"/api/v1/tenants/{acme}", new { plan_items = new[] { new { plan = "pro" } } });
        await _app.Run("tenant.grant", acme, new { plan = "free" });

        var run = await _app.Post($"/api/v1/tenants/{acme}/revoke", new { });

        run.GetProperty("lines")[0]
            .GetProperty("text")
            .GetString()
            .ShouldBe("Acme loses access. People who lose access: 2. Grants that end: 1. The app still reports a paid plan, which this doesn't end.");
        (await _app.Status(acme)).ShouldBe("suspended");
        (await Suspension(acme)).GetProperty("cause").GetString().ShouldBe("revoked");
        (await Grants(acme)).ShouldAllBe(grant => !grant.GetProperty("is_open").GetBoolean());
    }

    [Fact]
    public async Task Undo_of_a_revocation_restores_the_grant_and_access()
    {
        var acme = await _app.Tenant("revoke-2");
        await _app.Run("tenant.grant", acme, new { plan = "pro", reason = "A friend" });
        var run = await _app.Run("tenant.revoke", acme);

        await _app.Undo(run);

        (await _app.Status(acme)).ShouldBe("active");
        (await Grants(acme))[0].GetProperty("reason").GetString().ShouldBe("A friend");
        (await Grants(acme))[0].GetProperty("is_open").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Undo_of_a_revocation_restores_the_grant_and_keeps_a_later_suspension()
    {
        var acme = await _app.Tenant("revoke-3");
        await _app.Run("tenant.grant", acme, new { plan = "pro" });
        var run = await _app.Run("tenant.revoke", acme);
        await _app.Run("tenant.reactivate", acme);
        await _app.Run("tenant.suspend", acme, new { cause = "abuse" });

        await _app.Undo(run);

        (await Suspension(acme)).GetProperty("cause").GetString().ShouldBe("abuse");
        (await Grants(acme)).ShouldContain(grant => grant.GetProperty("is_open").GetBoolean());
        (await LoggedEvents(acme)).ShouldBe(["tenant.suspended", "tenant.reactivated", "tenant.suspended"]);
    }

    [Fact]
    public async Task Undo_of_a_revocation_is_refused_after_a_new_grant()
    {
        var acme = await _app.Tenant("revoke-4");
        await _app.Run("tenant.grant", acme, new { plan = "pro", reason = "old" });
        var run = await _app.Run("tenant.revoke", acme);
        await _app.Run("tenant.reactivate", acme);
        await _app.Run("tenant.grant", acme, new { plan = "pro", reason = "new" });

        (await _app.UndoRefused(run)).ShouldBe("moved_on");
        (await Grants(acme)).Where(grant => grant.GetProperty("is_open").GetBoolean()).ShouldHaveSingleItem().GetProperty("reason").GetString().ShouldBe("new");
    }

    [Fact]
    public async Task A_suspended_tenant_loses_its_grants_and_keeps_its_suspension()
    {
        var acme = await _app.Tenant("revoke-5");
        await _app.Run("tenant.grant", acme, new { plan = "pro" });
        await _app.Run("tenant.suspend", acme, new { cause = "billing" });

        var run = await _app.Run("tenant.revoke", acme);
        var again = await _app.Refusal("tenant.revoke", acme);
        await _app.Undo(run);

        again.ShouldBe("already_closed");
        (await Suspension(acme)).GetProperty("cause").GetString().ShouldBe("billing");
        (await LoggedEvents(acme)).ShouldBe(["tenant.suspended"]);
    }

    [Fact]
    public async Task The_cause_revoked_is_reserved_for_revocations()
    {
        var acme = await _app.Tenant("revoke-6");
        var suspend = (await _app.Get("/api/v1/operations"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(row => row.GetProperty("name").GetString() == "tenant.suspend");

        suspend.GetProperty("fields")[0].GetProperty("options").EnumerateArray().ShouldNotContain(word => word.GetString() == "revoked");
        (await _app.Refusal("tenant.suspend", acme, new { cause = "revoked" })).ShouldBe("revoke_instead");
    }

    [Fact]
    public async Task The_operations_reference_lists_the_plans_for_a_grant()
    {
        var grant = (await _app.Get("/api/v1/operations"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(row => row.GetProperty("name").GetString() == "tenant.grant");

        var plan = grant.GetProperty("fields")[0];

        (plan.GetProperty("kind").GetString(), plan.GetProperty("source").GetString()).ShouldBe(("choice", "plan"));
        plan.GetProperty("options").EnumerateArray().Select(key => key.GetString()).ShouldBe(["pro", "free"]);
    }

    [Fact]
    public async Task One_click_on_the_page_grants_the_top_plan_and_the_page_shows_it()
    {
        var acme = await _app.Tenant("grant-page", "Acme Page");
        var owner = await TestBrowser.Owner(console);
        await owner.Get($"/tenants/{acme}");
        owner.Page.ShouldContain("Grant Pro");

        await owner.Post("/operations", ("operation", "tenant.grant"), ("subject", acme), ("back", $"/tenants/{acme}"), ("plan", "pro"));
        await owner.Get($"/tenants/{acme}");

        (await Grants(acme)).ShouldHaveSingleItem();
        owner.Page.ShouldContain("permanent");
        owner.Page.ShouldNotContain("Grant Pro");
    }

    private async Task<List<JsonElement>> Grants(string tenant) =>
        [.. (await _app.Get($"/api/v1/tenants/{tenant}/grants")).GetProperty("data").EnumerateArray()];

    private async Task<JsonElement> Suspension(string tenant) => (await _app.Get($"/api/v1/tenants/{tenant}/suspensions")).GetProperty("data")[0];

    private async Task<List<string>> LoggedEvents(string tenant)
    {
        await using var work = await console.Database.Read();
        return [.. await work.List<string>("select event from core.log where tenant_id = @tenant and event is not null order by id", new { tenant })];
    }

    /// <summary>Executes a statement that simulates passing time for a tenant.</summary>
    private async Task Execute(string sql, string tenant)
    {
        await using var work = await console.Database.Write(OwnerConsole.Data.WriteOrigin.Intake("test"), [tenant]);
        await work.Execute(sql, new { tenant });
        await work.Commit();
    }
}
