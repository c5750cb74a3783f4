using System.Net;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Integrations.Applications;

namespace OwnerConsole.Tests.Shell;

/// <summary>An irreversible action is confirmed with a passkey, which is valid for exactly the previewed action and only once.</summary>
public sealed partial class StepUpTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test
    private TestApplication _app = null!;
    private TestBrowser _owner = null!;
    private string[] _tenants = [];

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await TestApplication.Connect(_console);
        await _app.DeclareAll();
        _tenants = [await _app.Tenant("one", "One"), await _app.Tenant("two", "Two")];
        _owner = await TestBrowser.Owner(_console);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_passkey_confirms_the_previewed_action_and_the_run_records_it()
    {
        var key = await Key();
        var before = _owner.Cookie!;
        var preview = await Preview(_tenants[0]);
        var shown = _owner.Page;

        var done = await Press(_tenants[0], preview, "One", await key.Show(_owner, _console, "/operations/proof", ("preview", preview)));
        var after = _owner.Cookie;
        await _owner.Get("/operations/" + await Run(preview));

        shown.ShouldContain("with a passkey");
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect, _owner.Page);
        (await _app.Claim()).Count.ShouldBe(1);
        _owner.Page.ShouldContain("Verified with");
        _owner.Page.ShouldContain("passkey, by");
        after.ShouldNotBe(before);
        await Sql("update auth.sessions set closed_at = closed_at - interval '10 seconds' where closed_at > now()");
        var thief = new TestBrowser(_console);
        thief.Plant("__Host-oc", before);
        (await thief.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _owner.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_confirmation_is_valid_for_one_preview_and_only_once()
    {
        var key = await Key();
        var (one, two) = (await Preview(_tenants[0]), await Preview(_tenants[1]));
        var first = await key.Show(_owner, _console, "/operations/proof", ("preview", one));
        await Preview(_tenants[1]);

        await Press(_tenants[1], two, "Two", first);
        var other = _owner.Page;
        await Press(_tenants[0], one, "One", first);
        var again = _owner.Page;

        other.ShouldContain("confirmed a different version of this action. Nothing was changed.");
        again.ShouldContain("Nothing was changed.");
        (await _app.Claim()).ShouldBeEmpty();
        (await Count("select count(*) from core.log where code = 'passkey_refused'")).ShouldBe(2);
    }

    [Fact]
    public async Task A_preview_that_changed_after_its_confirmation_must_be_confirmed_again()
    {
        var key = await Key();
        var preview = await Preview(_tenants[0]);
        var fields = await key.Show(_owner, _console, "/operations/proof", ("preview", preview));
        await _app.Run("tenant.suspend", _tenants[0], new { cause = "compliance" });
        var renewed = await Preview(_tenants[0]);

        await Press(_tenants[0], renewed, "One", fields);

        _owner.Page.ShouldContain("Nothing was changed.");
        (await _app.Claim()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Password_and_code_confirm_too_and_the_run_records_it()
    {
        var preview = await Preview(_tenants[0]);
        var shown = _owner.Page;

        await Press(_tenants[0], preview, "One", ("proof_password", TestBrowser.Password), ("proof_code", _owner.NextCode()));
        await _owner.Get("/operations/" + await Run(preview));

        shown.ShouldNotContain("with a passkey");
        _owner.Page.ShouldContain("password and code, by");
        (await Count("select count(*) from core.log where code = 'proved'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_challenge_for_the_preview_of_another_caller_is_not_found()
    {
        var preview = await _app.Post("/api/v1/previews", new { operation = "tenant.anonymise", subjects = new[] { _tenants[0] } });
        await _owner.Get("/settings/account");

        var asked = await _owner.Post("/operations/proof", ("preview", preview.GetProperty("id").GetString()!));

        asked.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<SoftwarePasskey> Key()
    {
        var key = new SoftwarePasskey();
        await key.AddTo(_owner, _console);
        return key;
    }

    private async Task<string> Preview(string tenant)
    {
        await _owner.Get($"/operations/new?operation=tenant.anonymise&subject={tenant}&back=/tenants");
        return Previewed().Match(_owner.Page).Groups["id"].Value;
    }

    private Task<HttpResponseMessage> Press(string tenant, string preview, string name, params (string, string)[] proof) =>
        _owner.Post(
            "/operations",
            [("operation", "tenant.anonymise"), ("subject", tenant), ("preview", preview), ("back", "/tenants"), ("confirmation", name), .. proof]
        );

    private async Task<string> Run(string preview)
    {
        await using var work = await _console.Database.Read();
        return (await work.One<string>("select run_id from core.runs where preview_id = @preview", new { preview }))!;
    }

    private async Task<long> Count(string sql)
    {
        await using var work = await _console.Database.Read();
        return await work.One<long>(sql);
    }

    private async Task Sql(string sql)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute(sql);
        await work.Commit();
    }

    [GeneratedRegex("name=\"preview\" value=\"(?<id>prv_[0-9a-z]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Previewed();
}
