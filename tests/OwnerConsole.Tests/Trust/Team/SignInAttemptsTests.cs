using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>Wrong passwords and codes slow down their source without locking out other people.</summary>
public sealed class SignInAttemptsTests
{
    [Fact]
    public async Task Wrong_passwords_from_elsewhere_do_not_lock_the_owner_out_and_are_logged_anonymously()
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);
        var signIns = console.Services.GetRequiredService<SignIns>();
        Task<string?> Try(string ip, string password) => signIns.CheckPassword(TestBrowser.Email, password, null, new(ip, null), CancellationToken.None);

        for (var guess = 0; guess < 7; guess++)
            (await Try($"192.0.2.{guess}", "not the password")).ShouldBeNull();
        var signedIn = await owner.NewBrowser().SignIn(owner.NextCode());
        for (var guess = 0; guess < SignInAttempts.FreeAttempts; guess++)
            (await Try("198.51.100.7", "not the password")).ShouldBeNull();
        var sameNetwork = await Try("198.51.100.7", TestBrowser.Password);
        var elsewhere = await Try("198.51.100.8", TestBrowser.Password);
        await using var look = await console.Database.Read();
        var wrong = await look.List<string>(
            "select distinct actor || ' ' || (subject like 'usr\\_%') from core.log where code in ('wrong_sign_in', 'sign_in_slowed')"
        );
        await TestCluster.Current.Force(console.Options.Connections, "update auth.sign_in_attempts set waits_until = now() - interval '1 second'");
        var waited = await Try("198.51.100.7", TestBrowser.Password);

        signedIn.Headers.Location!.OriginalString.ShouldBe("/");
        (sameNetwork, elsewhere is null, waited is null).ShouldBe((null, false, false));
        wrong.ShouldBe(["nobody true"]);
    }

    [Fact]
    public async Task Each_failure_from_a_network_waits_longer_except_on_a_known_device()
    {
        await using var console = await TestConsole.Start();
        var owner = (await TestBrowser.Owner(console)).NewBrowser();
        await owner.SignIn(owner.NextCode());
        var device = Token(owner.Cookies);
        var signIns = console.Services.GetRequiredService<SignIns>();
        Task<string?> Try(string ip, string password, byte[]? from = null) =>
            signIns.CheckPassword(TestBrowser.Email, password, null, new(ip, null) { Device = from }, CancellationToken.None);
        var waits = new List<double>();

        for (var guess = 1; guess <= SignInAttempts.FreeAttempts + 8; guess++)
        {
            await Try("2001:db8::1", "not the password");
            waits.Add(await Waits(console));
            await TestCluster.Current.Force(console.Options.Connections, "update auth.sign_in_attempts set waits_until = now() - interval '1 second'");
        }
        await Try("2001:db8::1", "not the password");
        var neighbour = await Try("2001:db8::2", TestBrowser.Password);
        var known = await Try("2001:db8::2", TestBrowser.Password, device);
        var stranger = await Try("2001:db8::2", TestBrowser.Password, new byte[32]);

        waits[..SignInAttempts.FreeAttempts].Take(SignInAttempts.FreeAttempts - 1).ShouldAllBe(wait => wait == 0);
        waits[(SignInAttempts.FreeAttempts - 1)..].ShouldBe([5, 10, 20, 40, 80, 160, 300, 300, 300]);
        (neighbour, known is null, stranger).ShouldBe((null, false, null));
    }

    [Fact]
    public async Task Codes_guessed_from_many_addresses_delay_unknown_devices_only()
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);
        var known = owner.NewBrowser();
        await known.SignIn(owner.RecoveryCodes[0]);
        await known.Post("/sign-out");

        for (var guess = 0; guess < 5; guess++)
        {
            var guesser = owner.NewBrowser();
            (string, string)[] from = [("Sec-Fetch-Site", "same-origin"), ("X-Forwarded-For", $"192.0.2.{guess}")];
            await guesser.Get("/sign-in");
            await guesser.PostRaw(
                "/sign-in",
                TestBrowser.Form(("email", TestBrowser.Email), ("password", TestBrowser.Password), ("__RequestVerificationToken", guesser.Token)),
                from
            );
            await guesser.PostRaw("/sign-in/code", TestBrowser.Form(("code", "wrong-code"), ("__RequestVerificationToken", guesser.Token)), from);
        }
        var stranger = await owner.NewBrowser().SignIn(owner.RecoveryCodes[1]);
        var right = await known.SignIn(owner.RecoveryCodes[2]);

        stranger.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        right.Headers.Location!.OriginalString.ShouldBe("/");
        await using var look = await console.Database.ReadTenants([]);
        (await look.One<long>("select count(*) from auth.recovery_codes where used_at is not null")).ShouldBe(2);
    }

    private static byte[] Token(string cookies) =>
        SHA256.HashData(
            Encoding.UTF8.GetBytes(cookies.Split("; ").Single(cookie => cookie.StartsWith("__Host-oc-device=", StringComparison.Ordinal)).Split('=', 2)[1])
        );

    private static async Task<double> Waits(TestConsole console)
    {
        await using var look = await console.Database.ReadTenants([]);
        return await look.One<double>("select coalesce(extract(epoch from waits_until - failed_at), 0)::float8 from auth.sign_in_attempts");
    }
}
