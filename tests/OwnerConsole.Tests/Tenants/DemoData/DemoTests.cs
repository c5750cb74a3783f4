using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.DemoData;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.DemoData;

[Slow(7, "DemoData")]
public sealed partial class DemoTests(TestConsole console) : IClassFixture<TestConsole>
{
    /// <summary>Tables that keep records of operations and API keys after demo data is erased.</summary>
    private static readonly string[] Stays =
    [
        "auth.api_keys",
        "core.log",
        "core.preview_subjects",
        "core.previews",
        "core.run_subjects",
        "core.runs",
        "core.status_counts",
        "core.status_changes",
    ];

    [Fact]
    public async Task Erasing_the_demo_removes_all_demo_rows_and_no_live_rows()
    {
        var (live, demo) = (await TestApplication.Connect(console), await TestApplication.Connect(console, Mode.Test));
        var kept = await Lived(live, "demo-1");
        var gone = await Lived(demo, "demo-1");
        await console.WaitForProjection();
        await console.WaitForCohorts();
        var before = await Rows("tenant_id", kept);
        (await Rows("tenant_id", gone)).Count.ShouldBeGreaterThan(10);
        await Quiet(console);

        await Erase();
        await console.WaitForProjection();
        await console.WaitForCohorts();

        (await Rows("tenant_id", gone)).Keys.Except(Stays).ShouldBeEmpty();
        (await Rows("mode", "test")).Keys.Except(Stays).ShouldBeEmpty();
        (await Rows("tenant_id", kept)).ShouldBe(before, ignoreOrder: true);
        (await demo.Get("/api/v1/tenants")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_same_demo_can_be_played_again()
    {
        var demo = await TestApplication.Connect(console, Mode.Test);
        await Lived(demo, "demo-2");
        await Quiet(console);
        await Erase();

        var again = await Lived(demo, "demo-2");
        await console.WaitForProjection();

        (await demo.Get($"/api/v1/tenants/{again}")).GetProperty("name").GetString().ShouldBe("demo-2");
        await using var work = await console.Database.Read();
        (await work.One<long>("select count(*) from core.sessions where tenant_id = @again", new { again })).ShouldBe(1);
    }

    [Fact]
    public async Task Loading_a_demo_applies_its_profile_and_reports_with_the_bundled_simulator()
    {
        var owner = await TestBrowser.Owner(console);
        var player = console.Services.GetRequiredService<DemoPlayer>();
        await owner.Get("/settings/demo");

        await Load(owner, tenants: "3");
        await Poll.Until(() => player.LastMessage is not null, seconds: 120);
        await console.WaitForProjection();
        await owner.Get("/settings/demo");

        owner.Page.ShouldContain("World: 3 guilds with");
        await using var work = await console.Database.Read();
        (
            await work.List<string>(
                "select distinct p.name from core.purchases p join core.tenants t using (tenant_id) where t.external_id like 'guild-%' and p.name ~ 'Poster|Card reader'"
            )
        ).ShouldBeEmpty();
        (await work.One<long>("select count(*) from core.log where code = 'demo_played' and actor like 'usr_%'")).ShouldBe(1);
        (await work.One<string>("select value from core.settings where key = 'label.tenant' and closed_by is null")).ShouldBe("server");
    }

    [Fact]
    public async Task Undoing_the_load_stops_the_simulator_and_revokes_its_key()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestBrowser.Owner(own);
        var player = own.Services.GetRequiredService<DemoPlayer>();
        await owner.Get("/settings/demo");
        await Load(owner, tenants: "500");
        await own.Until("select exists (select from core.tenants where mode = 'test')");
        player.Playing.ShouldBe(DemoKind.Bot);
        await using var stage = await LawHarness.Open(own);
        var again = await stage.Preview("demo.load", input: null, IdGenerator.Platform);
        await using var work = await own.Database.Read();
        var run = await work.One<string>("select run_id from core.runs where operation = 'demo.load'");

        await own.Services.GetRequiredService<Runner>().Undo(Caller.System, run!, key: null, TestContext.Current.CancellationToken);

        again.Subjects.Single().Code.ShouldBe("demo_running");
        await Poll.Until(() => player.Playing is null);
        (player.LastMessage, player.HasFailed).ShouldBe(("Stopped.", false));
        await using var team = await own.Database.ReadIdentities(TestContext.Current.CancellationToken);
        (await team.One<bool>("select revoked_at is not null from auth.api_keys where name = 'Demo'")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_demo_that_is_still_reporting_is_not_erased()
    {
        var (live, demo) = (await TestApplication.Connect(console), await TestApplication.Connect(console, Mode.Test));
        await demo.Tenant("demo-3");

        (await live.Refusal("demo.erase", IdGenerator.Platform)).ShouldBe("still_reporting");
    }

    [Fact]
    public async Task A_demo_key_can_not_erase_the_demo()
    {
        var demo = await TestApplication.Connect(console, Mode.Test);

        var (status, refused) = await demo.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            JsonSerializer.Serialize(new { operation = "demo.erase", subjects = new[] { IdGenerator.Platform } })
        );

        (status, refused.GetProperty("code").GetString()).ShouldBe((403, "whole_platform"));
    }

    [Fact]
    public async Task Erasing_the_demo_requires_the_password_and_a_code()
    {
        await using var own = await TestConsole.Start();
        var demo = await TestApplication.Connect(own, Mode.Test);
        await demo.Tenant("demo-4");
        await Quiet(own);
        var owner = await TestBrowser.Owner(own);
        await owner.Get("/operations/new?operation=demo.erase&subject=tnt_platform&back=/settings/demo");
        owner.Page.ShouldContain("Confirm that it's you");
        var preview = Preview().Match(owner.Page).Groups[1].Value;

        Task<HttpResponseMessage> Press(string password, string code) =>
            owner.Post(
                "/operations",
                ("operation", "demo.erase"),
                ("subject", "tnt_platform"),
                ("preview", preview),
                ("back", "/settings/demo"),
                ("proof_password", password),
                ("proof_code", code)
            );

        await Press("", "");
        owner.Page.ShouldContain("Nothing was done.");
        await Press(TestBrowser.Password, "000000");
        owner.Page.ShouldContain("Nothing was changed.");
        (await demo.Get("/api/v1/tenants")).GetProperty("data").GetArrayLength().ShouldBe(1);
        await Press(TestBrowser.Password, owner.NextCode());
        await own.Until("select not exists (select from core.tenants)");

        await owner.Get("/settings/demo");
        owner.Page.ShouldContain("No demo data");
    }

    /// <summary>Creates a tenant with as many kinds of data as possible.</summary>
    /// <returns>The tenant's id.</returns>
    private static async Task<string> Lived(TestApplication app, string name)
    {
        var tenant = await app.Tenant(name, members: 2);
        await app.Put($"/api/v1/tenants/{tenant}", new { plan_items = new[] { new { plan = "pro" } }, attributes = new { size = 3 } });
        var ada = (await app.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name = "Ada" })).GetProperty("id").GetString()!;
        var taken = await app.Report(
            EventReports.Event(
                tenant,
                "session.recorded",
                data: new
                {
                    session = "s1",
                    member = "ada",
                    duration_seconds = 600,
                },
                id: "1"
            ),
            EventReports.Event(tenant, "purchase.completed", data: new { purchase = "p1", price = new { amount = 900, currency = "USD" } }, id: "2"),
            EventReports.Event(tenant, "api.called", id: "3")
        );
        taken.Accepted.ShouldBe(3);
        var opened = TimeProvider.System.GetUtcNow().AddHours(-1);
        await app.Put(
            $"/api/v1/support/tickets/{name}", // both modes have a ticket with this ID
            new
            {
                tenant,
                opened_at = opened,
                updated_at = opened,
            }
        );
        await app.Run("note.add", tenant, new { text = "Asks a lot." });
        await app.Run("member.note", ada, new { text = "Is tired." });
        await app.Run("tenant.tag", tenant, new { tag = "big" });
        await app.Run("tenant.suspend", tenant, new { cause = "billing" });
        return tenant;
    }

    /// <returns>The number of rows with this value for each table that has any.</returns>
    private async Task<Dictionary<string, long>> Rows(string column, string value)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await using var list = super.CreateCommand();
        list.CommandText = """
            select format('%I.%I', n.nspname, c.relname)
              from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = $1 and not a.attisdropped
             where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema')
            """;
        list.Parameters.Add(new() { Value = column });
        var tables = new List<string>();
        await using (var reader = await list.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            await using var count = super.CreateCommand();
            count.CommandText = $"select count(*) from {table} where {column} = $1";
            count.Parameters.Add(new() { Value = value });
            if ((long)(await count.ExecuteScalarAsync())! is var rows and > 0)
                found[table] = rows;
        }
        return found;
    }

    private static Task<HttpResponseMessage> Load(TestBrowser owner, string tenants) =>
        owner.Post(
            "/operations",
            ("operation", "demo.load"),
            ("subject", IdGenerator.Platform),
            ("product", "bot"),
            ("tenants", tenants),
            ("back", "/settings/demo")
        );

    /// <summary>Simulates a pause in reporting, so the demo counts as stopped.</summary>
    private static Task Quiet(TestConsole on) =>
        TestCluster.Current.Force(on.Options.Connections, "update core.tenants set reported_at = reported_at - interval '1 minute' where mode = 'test'");

    private async Task Erase()
    {
        await using var stage = await LawHarness.Open(console);
        await stage.Run("demo.erase", IdGenerator.Platform);
        await console.Until($"select not {DemoEraser.IsRunning}");
    }

    [GeneratedRegex("name=\"preview\" value=\"([^\"]+)\"")]
    private static partial Regex Preview();
}
