using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Api;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>
/// A session alone, which could be stolen, cannot create access that outlasts it: the person confirms their identity first, once per ten minutes.
/// </summary>
public sealed class AccessStepUpTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly string[] s_requiringConfirmation =
    [
        "api_key.create",
        "api_key.rotate",
        "backup.configure",
        "channel.add",
        "channel.change",
        "connector.configure",
        "log.anchor",
        "log_retention.configure",
        "mail.configure",
        "mail_template.change",
        "retention.change",
        "role.change",
        "role.create",
        "role.hide_fields",
        "role.set_ceiling",
        "role.set_segment",
        "setting.change",
        "stripe.connect",
        "team_member.invite",
        "team_member.set_role",
        "webhook_endpoint.change",
        "webhook_endpoint.configure",
        "webhook_endpoint.create",
        "webhook_endpoint.rotate",
    ];

    private static readonly string[] s_requiringConfirmationToUndo =
    [
        "api_key.revoke",
        "channel.remove",
        "invitation.withdraw",
        "legal_hold.place",
        "team_member.remove",
        "tenant.cancel_deletion",
        "webhook_endpoint.remove",
    ];

    [Fact]
    public void Operations_that_grant_access_or_redirect_data_require_confirmation() =>
        console
            .Services.GetRequiredService<OperationCatalogue>()
            .All.Where(operation => operation.Definition.RequiresStepUp)
            .Select(operation => operation.Definition.Name)
            .Order(StringComparer.Ordinal)
            .ShouldBe(s_requiringConfirmation);

    [Fact]
    public void Operations_whose_undo_restores_access_require_confirmation_to_undo() =>
        console
            .Services.GetRequiredService<OperationCatalogue>()
            .All.Where(operation => operation.Definition.UndoRequiresStepUp)
            .Select(operation => operation.Definition.Name)
            .Order(StringComparer.Ordinal)
            .ShouldBe(s_requiringConfirmationToUndo);

    [Fact]
    public async Task An_unconfirmed_session_cannot_restore_a_revoked_key()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestBrowser.Owner(own);
        var app = await TestApplication.Connect(own);
        var leaked = await TestApplication.Connect(own, Mode.Live, null, "tenant.read");
        await using var work = await own.Database.ReadTenants([]);
        var key = (await work.One<string>("select id from auth.api_keys where scopes = array['tenant.read']"))!; // the key was created above
        var run = (await app.Run("api_key.revoke", key)).GetProperty("id").GetString();
        await Sql(own, "update auth.sessions set proved_at = null");

        await owner.Get($"/operations/{run}");
        var asks = owner.Page;
        await owner.Post($"/operations/{run}/undo");
        var without = (await leaked.Send(HttpMethod.Get, "/api/v1/tenants")).Status;
        await owner.Post($"/operations/{run}/undo", ("proof_password", TestBrowser.Password), ("proof_code", owner.NextCode()));
        var confirmed = (await leaked.Send(HttpMethod.Get, "/api/v1/tenants")).Status;

        asks.ShouldContain("Confirm that it's you");
        (without, confirmed).ShouldBe((401, 200));
    }

    [Fact]
    public async Task A_key_beyond_the_callers_permissions_cannot_be_restored()
    {
        var app = await TestApplication.Connect(console);
        await TestApplication.Connect(console, Mode.Live, null, "metric.read", "month.close");
        await using var work = await console.Database.ReadTenants([]);
        var key = (await work.One<string>("select id from auth.api_keys where scopes = array['metric.read', 'month.close']"))!; // the key was created above
        var run = (await app.Run("api_key.revoke", key)).GetProperty("id").GetString()!;
        var runner = console.Services.GetRequiredService<Runner>();
        var admin = new Caller("usr_admin", CallerKind.Person, ["api_key.*", "operation.read", "metric.read"]) { IsProved = true };

        var refused = await Should.ThrowAsync<Problem>(() => runner.Undo(admin, run, null, CancellationToken.None));

        refused.Code.ShouldBe("moved_on");
        (await work.One<bool>("select revoked_at is not null from auth.api_keys where id = @key", new { key })).ShouldBeTrue();
    }

    [Fact]
    public async Task An_unconfirmed_session_creates_no_key_and_a_confirmation_lasts_ten_minutes()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestBrowser.Owner(own);
        await Sql(own, "update auth.sessions set proved_at = null");
        await owner.Get("/settings/keys");
        var form = owner.Page;

        var without = await Create(owner, "without");
        var page = owner.Page;
        var wrong = await Create(owner, "wrong", ("proof_password", "not the password"), ("proof_code", owner.NextCode()));
        var confirmed = await Create(owner, "confirmed", ("proof_password", TestBrowser.Password), ("proof_code", owner.NextCode()));
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
        await using var work = await own.Database.ReadTenants([]);
        (await work.List<string>("select name from auth.api_keys where name in ('without', 'wrong', 'confirmed', 'again', 'over') order by name")).ShouldBe([
            "again",
            "confirmed",
        ]);
    }

    [Fact]
    public async Task The_dialog_and_the_API_with_a_cookie_require_confirmation_too()
    {
        var stolen = await TestBrowser.Join(console, "owner");
        await Sql(console, "update auth.sessions set proved_at = null");
        (string, string)[] input =
        [
            ("operation", "team_member.invite"),
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
        var preview = await previews.Create(
            caller,
            "role.create",
            TargetSelection.Of(IdGenerator.Platform),
            Json.Element(new { name = "Thief", permissions = new[] { "tenant.read" } }),
            CancellationToken.None
        );
        var announced = PreviewView.Of(preview, console.Services.GetRequiredService<OperationCatalogue>().Find("role.create").Definition, caller).Asks.Proof;
        var refused = await Should.ThrowAsync<Problem>(() => runner.Start(caller, new(preview.PreviewId, "why"), null, CancellationToken.None));

        dialog.ShouldContain("Confirm that it's you");
        announced.ShouldBeTrue();
        refused.Code.ShouldBe("needs_step_up");
        await using var work = await console.Database.ReadTenants([]);
        (await work.One<long>("select count(*) from auth.invitations")).ShouldBe(0);
    }

    private static Task<HttpResponseMessage> Create(TestBrowser owner, string name, params (string, string)[] proof) =>
        owner.Post("/settings/keys", [("name", name), ("mode", "live"), ("scopes", "*"), ("days", "90"), ("only_tenant", ""), .. proof]);

    private static Task Sql(TestConsole of, string sql) => TestCluster.Current.Force(of.Options.Connections, sql);
}
