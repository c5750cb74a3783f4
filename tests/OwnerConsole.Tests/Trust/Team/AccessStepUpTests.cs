using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>A session alone, which may be stolen, makes no access that outlasts it: its person confirms who they are first, once in ten minutes.</summary>
public sealed class AccessStepUpTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly string[] s_asking =
    [
        "api_key.create",
        "api_key.rotate",
        "backup.configure",
        "connector.configure",
        "mail.configure",
        "person.invite",
        "person.set_role",
        "role.change",
        "role.create",
        "role.hide_fields",
        "role.set_ceiling",
        "role.set_segment",
    ];

    [Fact]
    public void Operations_that_give_access_or_lead_data_elsewhere_ask_for_it() =>
        console
            .Services.GetRequiredService<Catalogue>()
            .All.Where(operation => operation.Is.StepUp)
            .Select(operation => operation.Is.Name)
            .Order(StringComparer.Ordinal)
            .ShouldBe(s_asking);

    [Fact]
    public async Task A_session_that_is_not_confirmed_creates_no_key_and_one_confirmation_lasts_for_ten_minutes()
    {
        await using var own = await TestConsole.Start();
        var owner = await Visitor.Owner(own);
        await Sql(own, "update auth.sessions set proved_at = null");
        await owner.Get("/settings/keys");
        var form = owner.Page;

        var without = await Create(owner, "without");
        var page = owner.Page;
        var wrong = await Create(owner, "wrong", ("proof_password", "not the password"), ("proof_code", owner.NextCode()));
        var confirmed = await Create(owner, "confirmed", ("proof_password", Visitor.Password), ("proof_code", owner.NextCode()));
        await owner.Get("/settings/keys");
        var later = owner.Page;
        var again = await Create(owner, "again");
        await Sql(own, "update auth.sessions set proved_at = now() - interval '11 minutes'");
        var over = await Create(owner, "over");

        form.ShouldContain("Confirm that it's you");
        page.ShouldContain("Nothing was changed.");
        later.ShouldNotContain("Confirm that it's you");
        ((int)without.StatusCode, (int)wrong.StatusCode, (int)confirmed.StatusCode, (int)again.StatusCode, (int)over.StatusCode).ShouldBe(
            (400, 400, 200, 200, 400)
        );
        await using var work = await own.Database.Look([]);
        (await work.List<string>("select name from auth.api_keys where name in ('without', 'wrong', 'confirmed', 'again', 'over') order by name")).ShouldBe([
            "again",
            "confirmed",
        ]);
    }

    [Fact]
    public async Task Neither_the_dialog_nor_the_API_with_a_cookie_is_a_way_around_it()
    {
        var stolen = await Visitor.Joined(console, "owner");
        await Sql(console, "update auth.sessions set proved_at = null");
        (string, string)[] input =
        [
            ("operation", "person.invite"),
            ("subject", "tnt_platform"),
            ("back", "/"),
            ("email", "eve@example.org"),
            ("name", "Eve"),
            ("role", "owner"),
        ];
        await stolen.Get("/settings/account");

        await stolen.Post("/operations", input);
        var dialog = stolen.Page;
        var (previews, runner) = (console.Services.GetRequiredService<Previews>(), console.Services.GetRequiredService<Runner>());
        var caller = new Caller("usr_thief", CallerKind.Person, ["*"]);
        var preview = await previews.Make(
            caller,
            "role.create",
            Chosen.These(IdSource.Platform),
            Json.Element(new { name = "Thief", permissions = new[] { "tenant.read" } }),
            CancellationToken.None
        );
        var refused = await Should.ThrowAsync<Problem>(() => runner.Start(caller, new(preview.PreviewId, "why"), null, CancellationToken.None));

        dialog.ShouldContain("Confirm that it's you");
        refused.Code.ShouldBe("needs_step_up");
        await using var work = await console.Database.Look([]);
        (await work.One<long>("select count(*) from auth.invitations")).ShouldBe(0);
    }

    private static Task<HttpResponseMessage> Create(Visitor owner, string name, params (string, string)[] proof) =>
        owner.Post("/settings/keys", [("name", name), ("population", "live"), ("scopes", "*"), ("days", "90"), ("only_tenant", ""), .. proof]);

    private static Task Sql(TestConsole of, string sql) => TestCluster.Current.Force(of.Options.Connections, sql);
}
