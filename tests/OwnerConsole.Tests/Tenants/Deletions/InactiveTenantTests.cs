using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Deletions;
using OwnerConsole.Tests.Kernel.Log;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Deletions;

/// <summary>The retention policy of inactive tenants schedules only deletions that no one would miss, and says why it waits.</summary>
public sealed class InactiveTenantTests
{
    private const string ByPolicy = """
        select t.name from deletions.deletions d join core.tenants t on t.tenant_id = d.tenant_id join core.runs r on r.run_id = d.opened_by
         where r.requested_by = 'inactive_tenants_policy' order by t.name
        """;

    private static readonly JsonElement s_change = Json.Element(new { policy = "inactive_tenants", days = 400 });

    [Fact]
    public async Task Only_inactive_tenants_that_owe_and_use_nothing_are_scheduled_by_the_usual_operation()
    {
        await using var own = await TestConsole.Start();
        await using var stage = await LawHarness.Open(own);
        string[] names = ["due", "never", "used_before", "seen", "used", "young", "subscribed", "trial", "unpaid", "held", "scheduled", "test", "active"];
        var ids = await Make(stage, names);
        await See(stage, ids["due"], days: 401);
        await See(stage, ids["seen"], days: 399);
        await See(stage, ids["active"], days: 0);
        await stage.Force(
            """
            insert into core.tenant_days (tenant_id, day, events)
            values (@used, (now() at time zone 'UTC')::date - 399, 1), (@before, (now() at time zone 'UTC')::date - 402, 1);
            update core.tenants set opened_at = now() - interval '399 days' where tenant_id = @young;
            insert into billing.subscriptions
              (tenant_id, account_id, id, mode, customer_id, status, is_paused, prices, currency, mrr_minor, collection_method, created_at, synced_at)
            values (@subscribed, 'acct_1', 'sub_1', 'live', 'cus_1', 'past_due', false, '{}', 'EUR', 0, 'charge_automatically', now(), now());
            update core.tenants set trial_ends_at = now() + interval '1 day' where tenant_id = @trial;
            insert into billing.invoices
              (tenant_id, account_id, id, mode, customer_id, status, currency, total_minor, paid_minor, remaining_minor, attempts, collection_method, created_at, synced_at)
            values (@unpaid, 'acct_1', 'in_1', 'live', 'cus_2', 'open', 'EUR', 4900, 0, 4900, 1, 'charge_automatically', now(), now());
            insert into core.members (tenant_id, member_id, external_id, support_number, joined_at)
            values (@held, 'mbr_held', 'held', '#U000000001', now() - interval '800 days');
            update core.tenants set mode = 'test' where tenant_id = @test;
            update core.tenant_status set mode = 'test' where tenant_id = @test
            """,
            ("used", ids["used"]),
            ("before", ids["used_before"]),
            ("young", ids["young"]),
            ("subscribed", ids["subscribed"]),
            ("trial", ids["trial"]),
            ("unpaid", ids["unpaid"]),
            ("held", ids["held"]),
            ("test", ids["test"])
        );
        await stage.Run(
            "legal_hold.place",
            ids["held"],
            new
            {
                matter = "M-1",
                reason = "Court order.",
                member = "mbr_held",
            }
        );
        await stage.Run("tenant.delete", ids["scheduled"]);
        await stage.App.Put("/api/v1/tenants/ext:imported", new { name = "imported", opened_at = TimeProvider.System.GetUtcNow().AddDays(-800) });

        var off = await Policy(stage);
        await Execute(own);
        var whileOff = await List(own, ByPolicy);
        var preview = await stage.Preview("retention.change", s_change, IdGenerator.Platform);
        await stage.Start(preview);
        var on = await Policy(stage);
        await Execute(own);
        await Execute(own);

        (off.GetProperty("days").GetInt32(), off.GetProperty("can_be_off").GetBoolean(), off.GetProperty("due").GetInt64()).ShouldBe((0, true, 0));
        whileOff.ShouldBeEmpty();
        preview.Names.Text(preview.Subjects[0].ParsedSentence).ShouldContain("Due now: 3 tenants.");
        (on.GetProperty("due").GetInt64(), on.GetProperty("held").GetInt64(), on.GetProperty("paused").ValueKind).ShouldBe((3, 1, JsonValueKind.Null));
        (await List(own, ByPolicy)).ShouldBe(["due", "never", "used_before"]);
        var after = await Policy(stage);
        (after.GetProperty("due").GetInt64(), after.GetProperty("deleted").GetInt64()).ShouldBe((0, 3));

        var deletion = (await stage.App.Get($"/api/v1/tenant-deletions?tenant={ids["due"]}")).GetProperty("data")[0];
        (deletion.GetProperty("state").GetString(), deletion.GetProperty("waiting_days").GetInt32()).ShouldBe(("scheduled", 30));
        deletion.GetProperty("scheduled_by").GetString().ShouldBe("inactive_tenants_policy");
        deletion.GetProperty("reason").GetString()!.ShouldStartWith("Retention policy: no activity since ");
        (await stage.App.Status(ids["due"])).ShouldBe("suspended");
        (await List(own, $"select distinct l.actor from core.log l where l.tenant_id = '{ids["due"]}' and l.operation = 'tenant.delete'")).ShouldBe([
            "inactive_tenants_policy",
        ]);
        var owner = await TestBrowser.Owner(own);
        using var page = await owner.Get($"/tenants/{ids["due"]}");
        owner.Page.ShouldContain(" by <bdi>Retention policy</bdi>");
        using var form = await owner.Get("/operations/new?operation=retention.change&subject=tnt_platform&policy=inactive_tenants&days=380&back=/retention");
        owner.Page.ShouldContain("Longest inactive");
        owner.Page.ShouldContain("seen (");
    }

    [Fact]
    public async Task A_cancelled_or_undone_deletion_starts_the_period_again()
    {
        await using var own = await TestConsole.Start();
        await using var stage = await LawHarness.Open(own);
        var ids = await Make(stage, "active", "cancelled", "undone");
        await See(stage, ids["active"], days: 0);
        await See(stage, ids["cancelled"], days: 500);
        await See(stage, ids["undone"], days: 450);
        await stage.Start(await stage.Preview("retention.change", s_change, IdGenerator.Platform));
        await Execute(own);
        var scheduled = await List(own, ByPolicy);

        await stage.Run("tenant.cancel_deletion", ids["cancelled"]);
        var run = (await List(own, $"select d.opened_by from deletions.deletions d where d.tenant_id = '{ids["undone"]}'"))[0];
        await own.Services.GetRequiredService<Runner>().Undo(Caller.System, run, key: null, CancellationToken.None);
        await Execute(own);
        var again = await List(own, ByPolicy);
        var statuses = (await stage.App.Status(ids["cancelled"]), await stage.App.Status(ids["undone"]));
        await stage.Force("update deletions.deletions set closed_at = now() - interval '401 days' where tenant_id = @tenant", ("tenant", ids["cancelled"]));
        await Execute(own);

        scheduled.ShouldBe(["cancelled", "undone"]);
        again.ShouldBe(scheduled); // no second deletion
        statuses.ShouldBe(("active", "active"));
        (await List(own, ByPolicy)).ShouldBe(["cancelled", "cancelled", "undone"]);
    }

    [Fact]
    public async Task Nothing_is_scheduled_while_reports_of_activity_are_missing_or_do_not_cover_the_period()
    {
        await using var own = await TestConsole.Start();
        await using var stage = await LawHarness.Open(own);
        var ids = await Make(stage, "active", "idle");
        await See(stage, ids["active"], days: 0);
        await See(stage, ids["idle"], days: 450); // as an import reports it, which covers no period
        await stage.Force("delete from core.tenant_days where day between current_date - 250 and current_date - 210");
        await stage.Start(await stage.Preview("retention.change", s_change, IdGenerator.Platform));

        await Execute(own);
        var uncovered = (await Policy(stage)).GetProperty("paused").GetString();
        await See(stage, ids["active"], days: 8); // first, because background work runs the policy too
        await stage.Force("insert into core.tenant_days (tenant_id, day, events) values (@tenant, current_date - 225, 1)", ("tenant", ids["active"]));
        await Execute(own);
        var owner = await TestBrowser.Owner(own);
        using var page = await owner.Get("/retention");
        var stopped = await List(own, ByPolicy);
        await See(stage, ids["active"], days: 6);
        await Execute(own);
        var blocked = await stage.App.Status(ids["idle"]);
        await stage.Force("insert into core.tenant_days (tenant_id, day, events) values (@tenant, current_date, 1)", ("tenant", ids["idle"]));
        await Execute(own);
        var returned = await stage.App.Status(ids["idle"]);

        uncovered!.ShouldStartWith("Activity has been reported without a gap only since ");
        owner.Page.ShouldContain("No tenant was active in the last 7 days");
        stopped.ShouldBeEmpty();
        (await List(own, "select l.code from core.log l where l.actor = 'inactive_tenants_policy' and l.kind = 'system'")).ShouldBe(["activity_not_reported"]);
        (await List(own, ByPolicy)).ShouldBe(["idle"]);
        (blocked, returned).ShouldBe(("suspended", "active")); // used again while it waited for its deletion
    }

    [Fact]
    public async Task At_most_100_tenants_are_scheduled_in_24_hours_starting_with_the_longest_inactive()
    {
        await using var own = await TestConsole.Start();
        await using var stage = await LawHarness.Open(own);
        var ids = await Make(stage, "active", "first", "second", "third");
        await See(stage, ids["active"], days: 0);
        await See(stage, ids["first"], days: 700);
        await See(stage, ids["second"], days: 600);
        await See(stage, ids["third"], days: 500);
        await stage.Start(await stage.Preview("retention.change", s_change, IdGenerator.Platform));
        await stage.Force(
            """
            insert into core.runs (run_id, operation, version, requested_by, input, state, subjects, done, started_at)
            select 'run_before_' || n, 'tenant.delete', 1, 'inactive_tenants_policy', '{}', 'done', 1, 1, now() - interval '23 hours' from generate_series(1, 98) n
            """
        );

        await Execute(own);
        await Execute(own);
        var first = await List(own, ByPolicy);
        await stage.Force("update core.runs set started_at = now() - interval '25 hours' where run_id like 'run_before_%'");
        await Execute(own);

        first.ShouldBe(["first", "second"]);
        (await List(own, ByPolicy)).ShouldBe(["first", "second", "third"]);
    }

    [Fact]
    public async Task The_period_has_a_minimum_and_is_set_only_by_people_who_can_delete_tenants()
    {
        await using var own = await TestConsole.Start();
        await using var stage = await LawHarness.Open(own);
        var (previews, runner) = (own.Services.GetRequiredService<Previews>(), own.Services.GetRequiredService<Runner>());
        var admin = new Caller("usr_admin", CallerKind.Person, ["retention.*"]) { IsProved = true };
        var set = await stage.Start(await stage.Preview("retention.change", s_change, IdGenerator.Platform));

        IReadOnlyList<string?> refusals =
        [
            await Refusal(179),
            await Refusal(3651),
            await Refusal(400),
            await Refusal(500), // by a key
            await Refusal(0),
            await stage.App.Refusal("setting.change", IdGenerator.Platform, new { key = "tenants.keep_inactive_days", value = 500 }),
        ];
        var asAdmin = await previews.Create(
            admin,
            "retention.change",
            TargetSelection.Of(IdGenerator.Platform),
            Json.Element(new { policy = "inactive_tenants", days = 500 }),
            CancellationToken.None
        );
        var undo = await Should.ThrowAsync<Problem>(() => runner.Undo(admin, set.RunId, key: null, CancellationToken.None));
        await stage.Undo(set);

        refusals.ShouldBe(["out_of_bounds", "out_of_bounds", "no_change", "policy_not_permitted", null, "unknown_setting"]);
        (asAdmin.Subjects[0].Code, undo.Code).ShouldBe(("policy_not_permitted", "policy_not_permitted"));
        (await Policy(stage)).GetProperty("days").GetInt32().ShouldBe(0);

        Task<string?> Refusal(int days) => stage.App.Refusal("retention.change", IdGenerator.Platform, new { policy = "inactive_tenants", days });
    }

    /// <summary>Stores tenants that the console has known for long, without activity.</summary>
    /// <returns>Their IDs by name.</returns>
    private static async Task<IReadOnlyDictionary<string, string>> Make(LawHarness stage, params string[] names)
    {
        var ids = names.ToDictionary(name => name, _ => stage.NewId("tnt"), StringComparer.Ordinal);
        await stage.Force(
            """
            insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at)
            select n.id, 'live', n.name, n.name, now() - interval '800 days', now() from unnest(@ids, @names) n (id, name);
            insert into core.tenant_status (tenant_id, mode, lifecycle) select id, 'live', 'active' from unnest(@ids) id
            """,
            ("ids", names.Select(name => ids[name]).ToArray()),
            ("names", names)
        );
        if (ids.TryGetValue("active", out var active))
            await Report(stage, active, everyDays: 20);
        foreach (var id in ids.Values)
            await OldLog.Write(stage.Console, "intake", code: null, data: null, days: 800, tenant: id); // the report that created it
        return ids;
    }

    /// <summary>Adds events of the tenant on days of the last 800, but none in the last 20.</summary>
    private static Task Report(LawHarness stage, string tenant, int everyDays) =>
        stage.Force(
            """
            insert into core.tenant_days (tenant_id, day, events)
            select @tenant, (now() at time zone 'UTC')::date - n, 1 from generate_series(20, 800, @everyDays) n
            """,
            ("tenant", tenant),
            ("everyDays", everyDays)
        );

    /// <summary>Changes when a member of the tenant was last seen.</summary>
    private static Task See(LawHarness stage, string tenant, int days) =>
        stage.Force(
            "update core.tenant_summaries set last_seen_at = now() - make_interval(days => @days) where tenant_id = @tenant",
            ("tenant", tenant),
            ("days", days)
        );

    private static Task Execute(TestConsole console) => console.Services.GetRequiredService<InactiveTenantRetention>().Execute(null!, CancellationToken.None); // the handler does not use its item

    private static async Task<IReadOnlyList<string>> List(TestConsole console, string sql)
    {
        await using var work = await console.Database.Read();
        return await work.List<string>(sql);
    }

    private static async Task<JsonElement> Policy(LawHarness stage) =>
        (await stage.App.Get("/api/v1/retention"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(policy => policy.GetProperty("key").GetString() == "inactive_tenants");
}
