using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using OwnerConsole.Client;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Sdk;

/// <summary>Valid impersonation tokens, and every way in which a token is invalid.</summary>
public sealed class ImpersonationsTests : IAsyncLifetime
{
    private TokenIssuer _console = null!; // started before each test
    private ConsoleHttpClient _wire = null!; // as above
    private ImpersonationVerifier _impersonations = null!; // as above

    public async ValueTask InitializeAsync()
    {
        _console = await TokenIssuer.Start();
        var options = ConnectedApp.To(_console.Address, "oc_test");
        _wire = new(options, TimeProvider.System);
        _impersonations = new(options, _wire, TimeProvider.System, NullLogger<ImpersonationVerifier>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _wire.Dispose();
        await _console.DisposeAsync();
    }

    [Fact]
    public async Task A_token_names_the_actor_and_the_member_and_is_valid_once()
    {
        var token = _console.Sign(Claims());

        var first = await _impersonations.Check(token);
        var again = await _impersonations.Check(token);

        first.ShouldNotBeNull();
        (first.Id, first.Member, first.Tenant).ShouldBe(("imp_1", new EntityRef("mbr_1", "anna"), new EntityRef("tnt_1", "studio-7")));
        (first.ActorId, first.ActorName, first.IsReadOnly, first.Reason).ShouldBe(("usr_1", "Ann Owner", true, "A question about a bill"));
        first.Blocked.ShouldBe(["password.change"]);
        again.ShouldBeNull();
    }

    [Fact]
    public async Task A_token_with_full_scope_is_not_read_only() =>
        (await _impersonations.Check(_console.Sign(Claims(scope: "full"))))!.IsReadOnly.ShouldBeFalse();

    [Fact]
    public async Task An_unknown_scope_is_read_only() => (await _impersonations.Check(_console.Sign(Claims(scope: "admin"))))!.IsReadOnly.ShouldBeTrue();

    [Theory]
    [InlineData("iss", "https://another.example")]
    [InlineData("aud", "another-app")]
    [InlineData("exp", -120)]
    [InlineData("exp", 3600)]
    [InlineData("iat", 600)]
    [InlineData("iat", -3600)]
    [InlineData("sub", null)]
    [InlineData("sid", null)]
    [InlineData("jti", null)]
    [InlineData("act", null)]
    [InlineData("tenant", null)]
    [InlineData("exp", "soon")]
    public async Task A_token_with_a_wrong_claim_is_refused(string claim, object? value)
    {
        var claims = Claims();
        claims[claim] = value is int seconds ? TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds : value;

        (await _impersonations.Check(_console.Sign(claims))).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_with_an_invalid_signature_is_refused()
    {
        var claims = Claims();
        var good = _console.Sign(claims).Split('.');
        using var strange = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] tokens =
        [
            $"{TokenIssuer.Part(new { alg = "none", kid = "first" })}.{good[1]}.",
            $"{TokenIssuer.Part(new { alg = "none", kid = "first" })}.{good[1]}.{good[2]}",
            $"{TokenIssuer.Part(new { alg = "HS256", kid = "first" })}.{good[1]}.{good[2]}",
            $"{good[0]}.{good[1]}.",
            $"{good[0]}.{TokenIssuer.Part(Claims(scope: "full"))}.{good[2]}",
            _console.Sign(claims, header: new { alg = "ES256" }),
            _console.Sign(claims, header: new { alg = "ES256", kid = "unknown" }),
            _console.Sign(
                claims,
                header: new
                {
                    alg = "ES256",
                    kid = "first",
                    crit = new[] { "b64" },
                }
            ),
            $"{good[0]}.{good[1]}.{good[2]}.{good[2]}",
            "",
            "..",
            "\u0000.ä.ö",
            new string('a', 10_000),
        ];

        foreach (var token in tokens)
            (await _impersonations.Check(token)).ShouldBeNull(token);
        (await _impersonations.Check(string.Join('.', good))).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_new_key_is_fetched_and_unknown_keys_do_not_cause_repeated_requests()
    {
        var clock = new JumpingClock();
        var impersonations = new ImpersonationVerifier(ConnectedApp.To(_console.Address, "oc_test"), _wire, clock, NullLogger<ImpersonationVerifier>.Instance);
        await impersonations.Check(_console.Sign(Claims()));
        _console.Rotate("second");
        var unknown = _console.Sign(Claims(), header: new { alg = "ES256", kid = "none" });

        for (var times = 0; times < 5; times++)
            await impersonations.Check(unknown);
        var before = _console.Asked;
        clock.By = TimeSpan.FromSeconds(11);
        var second = await impersonations.Check(_console.Sign(Claims("imp_2"), "second"));
        var first = await impersonations.Check(_console.Sign(Claims("imp_3")));

        before.ShouldBe(1);
        _console.Asked.ShouldBe(2);
        second.ShouldNotBeNull();
        first.ShouldNotBeNull();
    }

    private Dictionary<string, object?> Claims(string id = "imp_1", string scope = "read_only")
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return new(StringComparer.Ordinal)
        {
            ["iss"] = _console.Address.ToString().TrimEnd('/'),
            ["aud"] = ConnectedApp.Name,
            ["sub"] = "anna",
            ["member"] = "mbr_1",
            ["tenant"] = new { id = "tnt_1", external_id = "studio-7" },
            ["act"] = new { sub = "usr_1", name = "Ann Owner" },
            ["scope"] = scope,
            ["blocked"] = new[] { "password.change" },
            ["reason"] = "A question about a bill",
            ["iat"] = now,
            ["exp"] = now + 900,
            ["sid"] = id,
            ["jti"] = $"itk_of_{id}",
        };
    }
}
