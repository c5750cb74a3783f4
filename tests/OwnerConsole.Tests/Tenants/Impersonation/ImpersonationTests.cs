using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Tenants.Impersonation;
using OwnerConsole.Tests.Integrations.Applications;

namespace OwnerConsole.Tests.Tenants.Impersonation;

public sealed partial class ImpersonationTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test
    private TestApplication _app = null!;
    private string _member = "";

    public async ValueTask InitializeAsync()
    {
        _app = await TestApplication.Connect(_console = await TestConsole.Start());
        await _app.DeclareAll();
        var tenant = await _app.Tenant("acorn", "Acorn Studio");
        await _app.Put($"/api/v1/tenants/{tenant}/members/ext:anna", new { name = "Anna Coach" });
        _member = (await _app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!;
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task An_impersonator_is_redirected_to_the_application_with_a_signed_token()
    {
        var owner = await TestBrowser.Owner(_console);
        var id = await Impersonate(owner);

        var sent = await owner.Get($"/audit/impersonation/{id}/enter");
        var claims = await Verified(Token(sent));
        var now = await Introspect(Token(sent));

        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        sent.Headers.Location!.GetLeftPart(UriPartial.Path).ShouldBe("https://studio.example/impersonate");
        sent.Headers.GetValues("Referrer-Policy").ShouldContain("same-origin");
        (Text(claims, "sub"), Text(claims, "scope"), Text(claims, "aud"), Text(claims, "sid"), Text(claims, "reason")).ShouldBe(
            ("anna", "read_only", "StudioApp", id, "Looks for the booking.")
        );
        claims.GetProperty("act").GetProperty("name").GetString().ShouldBe("Ann Owner");
        claims.GetProperty("tenant").GetProperty("external_id").GetString().ShouldBe("acorn");
        claims.GetProperty("blocked").EnumerateArray().Select(word => word.GetString()).ShouldContain("password.change");
        (claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64()).ShouldBeInRange(1, 10 * 60);
        (now.GetProperty("active").GetBoolean(), now.GetProperty("id").GetString()).ShouldBe((true, id));
    }

    [Fact]
    public async Task The_issuer_is_the_configured_address_regardless_of_the_request_host()
    {
        var owner = await TestBrowser.Owner(_console);
        var id = await Impersonate(owner);
        (string, string)[] elsewhere = [("Host", "evil.example"), ("X-Forwarded-Proto", "https")];

        var local = await Verified(Token(await owner.Get($"/audit/impersonation/{id}/enter")));
        var without = await owner.Get($"/audit/impersonation/{id}/enter", ("Host", "evil.example"));
        await _app.Run("setting.change", "tnt_platform", new { key = "platform.url", value = "https://console.studio.example" });
        var forged = await Verified(Token(await owner.Get($"/audit/impersonation/{id}/enter", elsewhere)));

        Text(local, "iss").ShouldBe(_console.Address.ToString().TrimEnd('/'));
        without.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        Text(forged, "iss").ShouldBe("https://console.studio.example");
    }

    [Theory]
    [InlineData(1, "for 1 minute (read only)")]
    [InlineData(2, "for 2 minutes (read only)")]
    public async Task The_preview_shows_the_duration(int minutes, string says)
    {
        var owner = await TestBrowser.Owner(_console);

        await owner.Get(
            $"/operations/new?operation=member.impersonate&subject={_member}&reason=Looks&access=read_only&minutes={minutes}&back=/members/{_member}"
        );

        owner.Page.ShouldContain(says);
    }

    [Fact]
    public async Task Entering_again_issues_a_new_token_for_the_same_session()
    {
        var owner = await TestBrowser.Owner(_console);
        var id = await Impersonate(owner);

        var first = await Verified(Token(await owner.Get($"/audit/impersonation/{id}/enter")));
        var second = await Verified(Token(await owner.Get($"/audit/impersonation/{id}/enter")));

        (Text(first, "sid"), Text(second, "sid")).ShouldBe((id, id));
        Text(second, "jti").ShouldNotBe(Text(first, "jti"));
    }

    [Fact]
    public async Task Ending_an_impersonation_invalidates_its_token_at_once()
    {
        var owner = await TestBrowser.Owner(_console);
        var id = await Impersonate(owner);
        var token = Token(await owner.Get($"/audit/impersonation/{id}/enter"));

        var run = (await _app.Get("/api/v1/impersonations")).GetProperty("data")[0].GetProperty("run_id").GetString();
        await owner.Get($"/members/{_member}");
        await owner.Post($"/operations/{run}/undo");

        (await Introspect(token)).GetRawText().ShouldContain("\"active\":false");
        (await owner.Get($"/audit/impersonation/{id}/enter")).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task An_impersonation_expires_and_webhooks_report_its_start_and_end()
    {
        await using var receiver = await WebhookReceiver.Start();
        await receiver.Connect(_app);
        var id = await Impersonate(await TestBrowser.Owner(_console));
        var started = await receiver.Next();

        await Force($"update impersonation.sessions set ends_at = now()");
        await ForceDue();
        var ended = await receiver.Next();

        (started.Type, ended.Type).ShouldBe(("impersonation.started", "impersonation.ended"));
        (started.Data.GetProperty("member").GetProperty("external_id").GetString(), started.Data.GetProperty("access").GetString()).ShouldBe(
            ("anna", "read_only")
        );
        ended.Data.GetProperty("impersonation").GetString().ShouldBe(id);
        (await _app.Post("/api/v1/impersonations/introspect", new { id })).GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task The_application_can_end_an_impersonation_repeatedly_without_error()
    {
        var id = await Impersonate(await TestBrowser.Owner(_console));

        await _app.Post($"/api/v1/impersonations/{id}/leave", new { });
        await _app.Post($"/api/v1/impersonations/{id}/leave", new { });

        (await _app.Get("/api/v1/impersonations?state=open")).GetProperty("data").GetArrayLength().ShouldBe(0);
        (await _app.Get("/api/v1/impersonations?state=ended")).GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task An_API_key_can_not_impersonate_and_the_application_needs_an_impersonation_URL()
    {
        var refused = await _app.Refusal("member.impersonate", _member, new { reason = "Curious." });
        await _app.Put("/api/v1/application", new { name = "StudioApp" });

        refused.ShouldBe("people_only");
        var owner = await TestBrowser.Owner(_console);
        await owner.Get($"/operations/new?operation=member.impersonate&subject={_member}&reason=Why");
        owner.Page.ShouldContain("It must declare impersonation_url");
    }

    [Fact]
    public async Task A_foreign_token_is_never_active()
    {
        var id = await Impersonate(await TestBrowser.Owner(_console));
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = (await _app.Get("/.well-known/jwks.json")).GetProperty("keys")[0];
        var claims = Json.Element(new { sid = id }).GetRawText();
        var pretended = new ECDsaSecurityKey(stranger) { KeyId = Text(key, "kid") };
        var forged = new JsonWebTokenHandler().CreateToken(claims, new SigningCredentials(pretended, SecurityAlgorithms.EcdsaSha256));
        var otherType = await _console.Services.GetRequiredService<ITokenSigner>().Sign("entitlements+jwt", [Json.Element(new { sid = id })], default);
        var unsigned = $"{Part(new { alg = "none" })}.{Part(new { sid = id })}.";

        (await Introspect(forged)).GetProperty("active").GetBoolean().ShouldBeFalse();
        (await Introspect(otherType[0])).GetProperty("active").GetBoolean().ShouldBeFalse();
        (await Introspect(unsigned)).GetProperty("active").GetBoolean().ShouldBeFalse();
        (await Introspect("nonsense")).GetProperty("active").GetBoolean().ShouldBeFalse();
        var test = await TestApplication.Connect(_console, Mode.Test);
        (await test.Post("/api/v1/impersonations/introspect", new { id })).GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("team_member.end_sessions", "{}")]
    [InlineData("team_member.set_role", """{"role": "read_only"}""")]
    [InlineData("team_member.remove", "{}")]
    public async Task An_impersonation_ends_when_its_impersonator_loses_access(string operation, string input)
    {
        var admin = await TestBrowser.Join(_console, "admin");
        var id = await Impersonate(admin);
        var token = Token(await admin.Get($"/audit/impersonation/{id}/enter"));
        var person = (await _app.Get("/api/v1/impersonations")).GetProperty("data")[0].GetProperty("by").GetString()!;
        (await Introspect(token)).GetProperty("active").GetBoolean().ShouldBeTrue();

        await _app.Run(operation, person, JsonSerializer.Deserialize<JsonElement>(input));
        var active = (await Introspect(token)).GetProperty("active").GetBoolean();
        await _console.Services.GetServices<IWorkHandler>().OfType<ImpersonationMonitor>().Single().Execute(default!, default);
        var session = (await _app.Get("/api/v1/impersonations")).GetProperty("data")[0];

        active.ShouldBeFalse();
        (session.GetProperty("id").GetString(), session.GetProperty("is_open").GetBoolean()).ShouldBe((id, false));
    }

    [Theory]
    [InlineData("last_seen_at = now() - interval '31 minutes'")]
    [InlineData("created_at = now() - interval '721 minutes'")]
    public async Task An_impersonation_ends_when_its_impersonator_is_no_longer_signed_in(string aged)
    {
        var admin = await TestBrowser.Join(_console, "admin");
        var id = await Impersonate(admin);
        var token = Token(await admin.Get($"/audit/impersonation/{id}/enter"));

        await TestCluster.Current.Force(_console.Options.Connections, $"update auth.sessions set {aged}");

        (await Introspect(token)).GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task An_impersonation_ends_when_the_segment_of_its_impersonator_becomes_invalid()
    {
        var admin = await TestBrowser.Join(_console, "admin");
        await _app.Run("role.set_segment", "rol_admin", new { status = "active" });
        var token = Token(await admin.Get($"/audit/impersonation/{await Impersonate(admin)}/enter"));
        await TestCluster.Current.Force(_console.Options.Connections, "update auth.role_segments set segment = 'status=no_such_status'");

        var introspected = await Introspect(token);
        await _console.Services.GetServices<IWorkHandler>().OfType<ImpersonationMonitor>().Single().Execute(default!, default);

        introspected.GetProperty("active").GetBoolean().ShouldBeFalse();
        (await _app.Get("/api/v1/impersonations?state=open")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    private async Task<string> Impersonate(TestBrowser owner)
    {
        await owner.Get(
            $"/operations/new?operation=member.impersonate&subject={_member}&reason=Looks+for+the+booking.&access=read_only&minutes=10&back=/members/{_member}"
        );
        await owner.Post(
            "/operations",
            ("operation", "member.impersonate"),
            ("preview", Shown().Match(owner.Page).Groups["id"].Value),
            ("subject", _member),
            ("reason", "Looks for the booking."),
            ("access", "read_only"),
            ("minutes", "10"),
            ("back", $"/members/{_member}")
        );
        var open = (await _app.Get("/api/v1/impersonations?state=open")).GetProperty("data");
        open.GetArrayLength().ShouldBe(1);
        return open[0].GetProperty("id").GetString()!;
    }

    private async Task<JsonElement> Verified(string token)
    {
        var key = (await _app.Get("/.well-known/jwks.json")).GetProperty("keys")[0];
        using var verifier = ECDsa.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new() { X = Bytes(Text(key, "x")), Y = Bytes(Text(key, "y")) },
            }
        );
        var parts = token.Split('.');
        JsonSerializer.Deserialize<JsonElement>(Bytes(parts[0])).GetProperty("alg").GetString().ShouldBe("ES256");
        verifier.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Bytes(parts[2]), HashAlgorithmName.SHA256).ShouldBeTrue();
        return JsonSerializer.Deserialize<JsonElement>(Bytes(parts[1]));
    }

    private Task<JsonElement> Introspect(string token) => _app.Post("/api/v1/impersonations/introspect", new { token });

    private async Task Force(string sql)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), [.. await Tenants()]);
        await work.Execute(sql);
        await work.Commit();
    }

    private async Task ForceDue()
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), []);
        await OwnerConsole.Data.Lanes.Lane.MakeDue(work, ["impersonations"]);
        await work.Commit();
    }

    private async Task<IReadOnlyList<string>> Tenants()
    {
        await using var work = await _console.Database.Read();
        return await work.List<string>("select tenant_id from core.tenants");
    }

    private static string Token(HttpResponseMessage sent) => HttpUtility.ParseQueryString(sent.Headers.Location!.Query)["token"]!;

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static byte[] Bytes(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);

    private static string Part(object json) => System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));

    [GeneratedRegex("name=\"preview\" value=\"(?<id>prv_[0-9a-z]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Shown();
}
