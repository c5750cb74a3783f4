using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class WelcomeTests
{
    [Fact]
    public async Task The_first_owner_has_access_after_password_authenticator_and_recovery_codes()
    {
        await using var console = await TestConsole.Start();

        var owner = new TestBrowser(console);
        await owner.SetUp((await console.Services.GetRequiredService<SetupLinks>().CreateFirst(CancellationToken.None))!);

        owner.RecoveryCodes.Count.ShouldBe(10);
        owner.RecoveryCodes.Distinct().Count().ShouldBe(10);
        (await owner.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        owner.Page.ShouldContain("Ann Owner");
        owner.Page.ShouldContain("10 codes remaining");
    }

    [Fact]
    public async Task A_setup_link_is_valid_once_and_no_second_first_owner_is_possible()
    {
        await using var console = await TestConsole.Start();
        var invitations = console.Services.GetRequiredService<SetupLinks>();
        var link = (await invitations.CreateFirst(CancellationToken.None))!;
        await new TestBrowser(console).SetUp(link);

        var again = await new TestBrowser(console).Get(link);
        var second = await invitations.CreateFirst(CancellationToken.None);

        again.StatusCode.ShouldBe(HttpStatusCode.Gone);
        second.ShouldBeNull();
    }

    [Fact]
    public async Task A_newer_link_invalidates_the_older_one()
    {
        await using var console = await TestConsole.Start();
        var invitations = console.Services.GetRequiredService<SetupLinks>();
        var older = (await invitations.CreateFirst(CancellationToken.None))!;
        await invitations.CreateFirst(CancellationToken.None);

        var answer = await new TestBrowser(console).Get(older);

        answer.StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Theory]
    [InlineData("", "ann@example.org", "correct horse battery staple", "Enter a name")]
    [InlineData("Ann", "no address", "correct horse battery staple", "email address is invalid")]
    [InlineData("Ann", "ann@example.org", "short", "at least 12 characters")]
    [InlineData("Ann", "ann@example.org", "Password12345!", "easy to guess")]
    public async Task Invalid_input_is_reported_and_creates_no_account(string name, string email, string password, string says)
    {
        await using var console = await TestConsole.Start();
        var link = (await console.Services.GetRequiredService<SetupLinks>().CreateFirst(CancellationToken.None))!;
        var visitor = new TestBrowser(console);
        await visitor.Get(link);

        var answer = await visitor.Post("/welcome", ("token", link[15..]), ("name", name), ("email", email), ("password", password));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        visitor.Page.ShouldContain(says);
        if (password.Length > 0)
            visitor.Page.ShouldNotContain($"value=\"{password}\"");
    }

    [Fact]
    public async Task A_wrong_first_code_creates_no_account_and_the_right_one_still_does()
    {
        await using var console = await TestConsole.Start();
        var link = (await console.Services.GetRequiredService<SetupLinks>().CreateFirst(CancellationToken.None))!;
        var visitor = new TestBrowser(console);
        await visitor.Get(link);
        await visitor.Post("/welcome", ("token", link[15..]), ("name", "Ann"), ("email", TestBrowser.Email), ("password", TestBrowser.Password));
        await visitor.Get("/welcome/code");
        visitor.Key = visitor.KeyOnPage();

        var wrong = await visitor.Post("/welcome/code", ("code", "12345"));
        await using var look = await console.Database.ReadTenants([]);
        var anybody = await look.One<long>("select count(*) from auth.users");
        var right = await visitor.Post("/welcome/code", ("code", visitor.NextCode()));

        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        anybody.ShouldBe(0);
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Recovery_sets_up_new_access_and_invalidates_the_old_one()
    {
        await using var console = await TestConsole.Start();
        var before = await TestBrowser.Owner(console);
        var link = (await console.Services.GetRequiredService<SetupLinks>().CreateRecovery("ANN@example.org", CancellationToken.None))!;

        var after = new TestBrowser(console);
        (await before.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await after.SetUp(link);

        (await after.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var old = await before.SignIn(before.RecoveryCodes[0]);
        old.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
