using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Tenants.Anonymisation;

/// <summary>Anonymisation removes every personal value and keeps all figures.</summary>
public sealed class AnonymisationTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    /// <summary>Selects usage, payments and plan changes without names, calculation times and the current lifecycle.</summary>
    private const string Figures = """
        select 'day ' || d::text from core.tenant_days d where tenant_id = @tenant
        union all select 'people ' || d::text from core.member_days d where tenant_id = @tenant
        union all select 'session ' || s::text from core.sessions s where tenant_id = @tenant
        union all select 'paid ' || concat_ws(' ', purchase_id, at, amount, currency, plan, quantity, member_id) from core.purchases where tenant_id = @tenant
        union all select 'plan ' || i::text from core.plan_items i where tenant_id = @tenant
        union all select 'told apart ' || concat_ws(' ', meter, day, count(*)) from core.meter_values where tenant_id = @tenant group by meter, day
        union all select 'used ' || concat_ws(' ', meter, group_value, bucket, num, n) from core.usage_buckets
        union all select 'country ' || value::text from core.attributes where tenant_id = @tenant and name = 'country'
        union all select 'moved ' || concat_ws(' ', currency, at, kind, plan, reason, delta_minor) from movements.movements where tenant_id = @tenant
        union all select 'stands ' || s::text from movements.balances s where tenant_id = @tenant
        order by 1
        """;

    [Fact]
    public async Task An_anonymised_tenant_leaves_no_name_in_any_table()
    {
        await using var stage = await LawHarness.Open(console);
        var known = await TracedTenant.Make(stage);
        (await known.Traces()).Count.ShouldBeGreaterThan(20);

        await known.Forget();

        (await known.Traces()).ShouldBeEmpty();
        (await stage.App.Status(known.Tenant)).ShouldBe("anonymised");
        var says = $"Tenant {known.Tenant[^4..]} is suspended";
        await stage.App.Await($"/api/v1/tenants/{known.Tenant}/timeline", timeline => timeline.GetRawText().Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Figures_and_the_log_survive_anonymisation_and_a_recount()
    {
        await using var stage = await LawHarness.Open(console);
        var known = await TracedTenant.Make(stage);
        await stage.App.Since(known.Tenant, "2026-01-01", RevenueReports.Active(("pro", 1)));
        await stage.App.Since(known.Tenant, "2026-07-01", new { lifecycle = "cancelled" });
        await stage.App.Put($"/api/v1/tenants/{known.Tenant}", new { lifecycle = "cancelled" });
        var moved = await console.Movements(known.Tenant);
        var before = await ReadFigures(known);

        await known.Forget();
        await stage.Write(
            "update core.projection set reproject_day = '-infinity', reproject_after = '', reproject_xid = null, reproject_requested_at = now()",
            known.Tenant,
            new { }
        );
        await console.Until("select reproject_day is null from core.projection");

        moved.ShouldContain("churn");
        (await console.Movements(known.Tenant)).ShouldBe(moved);
        (await ReadFigures(known)).ShouldBe(before);
        var (_, flaw) = await console.Services.GetRequiredService<LogVerifier>().Verify(1, [], CancellationToken.None);
        flaw.ShouldBeNull();
    }

    [Fact]
    public async Task A_failed_task_changes_nothing_and_can_be_retried()
    {
        await using var stage = await LawHarness.Open(console);
        var known = await TracedTenant.Make(stage);
        var before = await known.Traces();

        await stage.App.Say(await known.Ask(), "fail", new { code = "disk_full" });
        var after = await known.Traces();
        await known.Forget();

        after.Count.ShouldBe(before.Count);
        (await known.Traces()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_error_during_anonymisation_changes_nothing_and_the_task_can_be_repeated()
    {
        await using var stage = await LawHarness.Open(console);
        var known = await TracedTenant.Make(stage);
        var task = await known.Ask();
        await stage.Force(
            """
            create function core.break() returns trigger language plpgsql as 'begin raise exception $$no memory is left$$ using errcode = $$53200$$; end';
            create trigger break before insert on core.erasures for each statement execute function core.break()
            """
        );

        var broken = await stage.App.Say(task, "complete", new { });
        var between = await stage.App.Status(known.Tenant);
        await stage.Force("drop function core.break cascade");
        var again = await stage.App.Say(task, "complete", new { });
        var twice = await stage.App.Say(task, "complete", new { });

        (broken.Status, between, again.Status, twice.Status).ShouldBe((503, "active", 200, 200));
        (await known.Traces()).ShouldBeEmpty();
        await using var work = await console.Database.Read();
        (await work.One<long>("select count(*) from core.erasures where tenant_id = @Tenant", new { known.Tenant })).ShouldBe(1);
    }

    [Fact]
    public async Task Late_reports_restore_no_name_but_still_count()
    {
        await using var stage = await LawHarness.Open(console);
        var known = await TracedTenant.Make(stage);
        await known.Forget();

        await stage.App.Put(
            $"/api/v1/tenants/{known.Tenant}",
            new
            {
                name = known.Word,
                owner_name = known.Word,
                lifecycle = "active",
                attributes = new { teacher = known.Word },
            }
        );
        await stage.App.Put(
            $"/api/v1/tenants/{known.Tenant}/members/ext:ada",
            new
            {
                name = known.Word,
                email = $"ada@{known.Word}.example",
                support_number = "#U424242424",
            }
        );
        await stage.App.Put($"/api/v1/tenants/{known.Tenant}/members/ext:cleo", new { name = known.Word });
        await stage.App.Report([.. TracedTenant.Events(known.Tenant, "ada", known.Word)]);
        await console.WaitForProjection();

        (await known.Traces()).ShouldBeEmpty();
        (await stage.App.Status(known.Tenant)).ShouldBe("anonymised");
        await using var work = await console.Database.Read();
        (await work.One<long>("select count(*) from core.purchases where tenant_id = @Tenant", new { known.Tenant })).ShouldBe(3);
    }

    [Fact]
    public async Task An_anonymised_tenant_refuses_operations_and_undo()
    {
        await using var stage = await LawHarness.Open(console);
        var known = await TracedTenant.Make(stage);
        await known.Forget();

        string?[] refusals =
        [
            await stage.App.Refusal("tenant.suspend", known.Tenant),
            await stage.App.Refusal("tenant.anonymise", known.Tenant),
            await stage.App.Refusal("member.reset", known.Ada),
        ];
        var undo = await Should.ThrowAsync<Problem>(() => stage.Undo(known.Noted));

        refusals.ShouldAllBe(code => code == "anonymised");
        undo.Code.ShouldBe("moved_on");
    }

    [Fact]
    public async Task Anonymising_one_member_keeps_the_others()
    {
        await using var stage = await LawHarness.Open(console);
        var known = await TracedTenant.Make(stage);
        var before = await ReadFigures(known);

        await known.Forget("member.anonymise", known.Ada);

        var left = await known.Traces();
        left.ShouldNotContain(row =>
            row.Contains($"ada@{known.Word}", StringComparison.Ordinal) || row.Contains($"ada {known.Word}", StringComparison.Ordinal)
        );
        left.ShouldContain(row => row.Contains($"bob@{known.Word}", StringComparison.Ordinal));
        (await ReadFigures(known)).ShouldBe(before);
        (await stage.App.Refusal("member.anonymise", known.Ada)).ShouldBe("anonymised");
        (await stage.App.Refusal("member.anonymise", known.Bob)).ShouldBeNull();
    }

    [Fact]
    public async Task A_restored_older_database_erases_the_tenant_again()
    {
        await using var stage = await LawHarness.Open(console);
        var known = await TracedTenant.Make(stage);

        await using (var work = await console.Database.Write(WriteOrigin.Intake("erasures.replay"), [known.Tenant, IdGenerator.Platform]))
        {
            await console.Services.GetServices<IEraser>().Single(kind => kind.Kind == "tenant").Erase(known.Tenant, [known.Tenant], work);
            await work.Commit();
        }

        (await known.Traces()).Where(row => !row.StartsWith("core.tasks", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<string>> ReadFigures(TracedTenant known)
    {
        await known.Stage.Console.WaitForRevenue(); // Reports must reach the movements first.
        await using var work = await known.Stage.Console.Database.Read();
        return await work.List<string>(Figures, new { tenant = known.Tenant });
    }
}
