using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Kernel.Operations;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>Members of a role limited to a segment see only its tenants, as the directory would filter them, and act on those alone.</summary>
public sealed class SegmentTests : IAsyncLifetime
{
    private const string Directory = "/tenants",
        Keys = "select count(*) from core.entity_names where kind = 'key'";

    private readonly JumpingClock _clock = new();
    private TestConsole _console = null!; // set before each test
    private TestApplication _app = null!;
    private string _one = "";
    private string _other = "";

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start(options => options with { Clock = _clock });
        _app = await TestApplication.Connect(_console);
        (_one, _other) = (await _app.Tenant("one", "Segment one"), await _app.Tenant("other", "Another one"));
        await _app.Run("tenant.tag", _one, new { tag = "vip" });
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_limited_person_sees_only_the_tenants_of_the_segment()
    {
        var bea = await Limited("support", new { tag = "VIP " });

        await bea.Get(Directory);
        var (list, card) = (bea.Page, await bea.Get($"/tenants/{_one}"));
        var (hidden, api) = (await bea.Get($"/tenants/{_other}"), await bea.Get($"/api/v1/tenants/{_other}"));

        list.ShouldContain("Segment one");
        list.ShouldNotContain("Another one");
        card.StatusCode.ShouldBe(HttpStatusCode.OK);
        (hidden.StatusCode, api.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_limited_person_cannot_save_views()
    {
        var owner = await TestBrowser.Owner(_console);
        var bea = await Limited("admin", new { tag = "vip" });

        await owner.Get(Directory + "?q=one");
        await bea.Get(Directory + "?q=one");

        owner.Page.ShouldContain("Save view");
        bea.Page.ShouldContain("Segment one");
        bea.Page.ShouldNotContain("Save view");
    }

    [Fact]
    public async Task A_limited_person_acts_only_on_tenants_of_the_segment()
    {
        var bea = await Limited("support", new { tag = "vip" });

        await bea.Get("/settings/account");
        var own = await bea.Post("/operations", ("operation", "note.add"), ("subject", _one), ("back", Directory), ("text", "Called back."));
        await bea.Post("/operations", ("operation", "note.add"), ("subject", _other), ("back", Directory), ("text", "Called back."));

        own.StatusCode.ShouldBe(HttpStatusCode.Redirect, bea.Page);
        bea.Page.ShouldContain("No tenant has this id");
        (await One<long>($"select count(*) from notes.notes where tenant_id = '{_one}'")).ShouldBe(1);
        (await One<long>($"select count(*) from notes.notes where tenant_id = '{_other}'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_limited_person_selects_only_members_of_tenants_of_the_segment()
    {
        foreach (var tenant in new[] { _one, _other })
            await _app.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name = "Ada", email = "ada@example.org" });
        var bea = await Limited("support", new { tag = "vip" });

        await bea.Get("/members/select?back=/members");
        await bea.Post("/members/select", ("back", "/members"), ("ids", "ada, ext:ada, ada@example.org"));
        var pasted = bea.Page;
        await bea.Post("/operations/choose", ("kind", "member"), ("matching", "?state=active"), ("back", "/members"));

        pasted.ShouldMatch(@"<b>1 \w+</b> found");
        pasted.ShouldNotContain("Not found");
        (await One<long>("select count(*) from core.selections where cardinality(subject_ids) = 1")).ShouldBe(2);
        (await One<long>("select count(*) from core.selections")).ShouldBe(2);
    }

    [Fact]
    public async Task A_limited_person_sees_the_overview_but_no_platform_wide_pages()
    {
        var bea = await Limited("finance", new { tag = "vip" });

        var overview = await bea.Get("/overview");
        var revenue = await bea.Get("/revenue");

        overview.StatusCode.ShouldBe(HttpStatusCode.OK, bea.Page);
        revenue.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        bea.Page.ShouldContain("you have access to some tenants only");
        var admin = await Limited("admin", new { tag = "vip" });
        (await admin.Get("/ops/backups")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.Get("/ops/backups/export")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_limited_person_cannot_change_the_team_or_its_keys()
    {
        await TestBrowser.Owner(_console);
        var ann = await One<string>("select id from core.entity_names where kind = 'user'");
        var bea = await Limited("admin", new { tag = "vip" });
        var keys = await One<long>(Keys);

        await bea.Get("/settings/account");
        await bea.Post(
            "/operations",
            ("operation", "api_key.create"),
            ("subject", IdGenerator.Platform),
            ("back", Directory),
            ("name", "x"),
            ("scopes", "tenant.read")
        );
        var key = bea.Page;
        await bea.Post("/operations", ("operation", "team_member.remove"), ("subject", ann), ("back", Directory));
        var person = bea.Page;
        var team = await bea.Get("/settings/team");

        key.ShouldContain("This affects the whole platform");
        (await One<long>(Keys)).ShouldBe(keys);
        person.ShouldContain("No team member has this id");
        team.StatusCode.ShouldBe(HttpStatusCode.OK);
        bea.Page.ShouldNotContain(TestBrowser.Email);
    }

    [Fact]
    public async Task Tenants_leave_and_enter_a_segment_within_seconds()
    {
        var bea = await Limited("support", new { tag = "vip" });
        await bea.Get(Directory);

        await _app.Run("tenant.untag", _one, new { tag = "vip" });
        await _app.Run("tenant.tag", _other, new { tag = "vip" });
        _clock.By += TimeSpan.FromSeconds(11);
        await bea.Get(Directory);

        bea.Page.ShouldNotContain("Segment one");
        bea.Page.ShouldContain("Another one");
    }

    [Fact]
    public async Task Undo_removes_the_segment_and_the_roles_page_describes_it()
    {
        var owner = await TestBrowser.Owner(_console);
        var bea = await TestBrowser.Join(_console, "support");
        var run = await _app.Run("role.set_segment", "rol_support", new { status = "active", tag = "vip" });

        await owner.Get("/settings/team/roles/support");
        var limited = owner.Page;
        await _app.Undo(run);
        await owner.Get("/settings/team/roles/support");
        await bea.Get(Directory);

        limited.ShouldContain("status active, tag vip");
        owner.Page.ShouldNotContain("tag vip");
        bea.Page.ShouldContain("Another one");
    }

    [Theory]
    [InlineData("owner", "vip", "unrestricted_role")]
    [InlineData("support", "", "no_change")]
    public async Task An_invalid_segment_is_refused(string role, string tag, string code) =>
        (await _app.Refusal("role.set_segment", $"rol_{role}", new { tag })).ShouldBe(code);

    [Fact]
    public async Task A_segment_with_an_invalid_filter_shows_nothing_and_says_why()
    {
        var bea = await TestBrowser.Join(_console, "support");
        await using (var work = await _console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.Execute("insert into auth.role_segments (role, opened_by, segment) values ('support', 'run_test', 'shoe=42')");
            await work.Commit();
        }

        var answer = await bea.Get(Directory);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        bea.Page.ShouldContain("its filter is no longer valid");
    }

    [Fact]
    public async Task A_run_skips_tenants_that_left_the_segment_after_the_request()
    {
        var crowd = await TenantCrowd.Gather(_console, "crowd", 26);
        foreach (var some in crowd.Tenants.Chunk(10))
            await _app.Post("/api/v1/runs", new { preview = (await _app.Preview("tenant.tag", some, new { tag = "crowd" })).GetProperty("id").GetString() });
        await using (var work = await _console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await _console.Services.GetRequiredService<People>().GiveRole(crowd.Ann.Id, "admin", "inv_test", work);
            await work.Commit();
        }
        await _app.Run("role.set_segment", "rol_admin", new { tag = "crowd" });
        var asked = await crowd.Start(await crowd.Preview("crowd"));

        await _app.Run("tenant.untag", crowd.Tenants[7], new { tag = "crowd" });
        await crowd.Approve(asked);
        var ended = await crowd.Ended(asked);

        (ended.State, ended.Done, ended.Refused).ShouldBe((RunState.Partly, 25, 1));
        ended.Lines.Single(line => line.SubjectId == crowd.Tenants[7]).Code.ShouldBe("not_theirs");
    }

    [Fact]
    public async Task A_scheduled_run_stays_within_the_segment_of_a_requester_who_has_left()
    {
        var crowd = await TenantCrowd.Gather(_console, "later", 3);
        foreach (var tenant in crowd.Tenants)
            await _app.Run("tenant.tag", tenant, new { tag = "later" });
        var segment = await _console.Services.GetRequiredService<Segments>().Find("tag=later", CancellationToken.None);
        var ann = crowd.Ann with { Segment = segment };
        var preview = await crowd.Previews.Create(ann, "tenant.suspend", TargetSelection.Of([.. crowd.Tenants]), TenantCrowd.Billing, CancellationToken.None);
        var order = new RunStartRequest(preview.PreviewId) { At = await crowd.One<DateTimeOffset>("select now() + interval '1 day'") };
        var run = await crowd.Runner.Start(ann, order, key: null, CancellationToken.None);

        await _app.Run("tenant.untag", crowd.Tenants[1], new { tag = "later" });
        await crowd.Force($"insert into auth.removals (user_id, opened_by) values ('{ann.Id}', 'test')");
        await crowd.Due(run);
        var ended = await crowd.Ended(run);

        (ended.State, ended.Done, ended.Refused).ShouldBe((RunState.Partly, 2, 1));
        ended.Lines.Single(line => line.SubjectId == crowd.Tenants[1]).Code.ShouldBe("not_theirs");
    }

    private async Task<T> One<T>(string sql)
    {
        await using var work = await _console.Database.Read();
        return (await work.One<T>(sql))!;
    }

    private async Task<TestBrowser> Limited(string role, object segment)
    {
        await _app.Run("role.set_segment", $"rol_{role}", segment);
        return await TestBrowser.Join(_console, role);
    }
}
