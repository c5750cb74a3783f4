using System.Net;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.StudioApps;

/// <summary>Impersonation from the console into StudioApp and back, with only the two programs involved.</summary>
[Slow(20, "StudioApp", "Impersonation")]
public sealed partial class ImpersonationJourneyTests
{
    [Fact]
    public async Task An_owner_impersonates_a_coach_until_the_console_ends_it()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var studio = await StudioProcess.Start(console, app);
        await studio.Open();
        await console.Until("select exists (select from core.members where name = 'Ada Byron')");
        await using var work = await console.Database.Read();
        var member = (await work.One<string>("select member_id from core.members where name = 'Ada Byron'"))!; // the row exists
        var owner = await TestBrowser.Owner(console);

        var id = await Act(app, owner, member);
        var sent = await owner.Get($"/audit/impersonation/{id}/enter");
        var inside = studio.NewVisitor();
        var entered = await inside.Get(sent.Headers.Location!.PathAndQuery);
        await inside.Get("/");
        var page = inside.Page;
        await app.Post($"/api/v1/impersonations/{id}/leave", new { }); // the same call that ends it anywhere
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await inside.Get("/impersonate/alive")).StatusCode is HttpStatusCode.NoContent)
            await Task.Delay(100, patience.Token);

        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect, inside.Page);
        page.ShouldContain("Ann Owner is impersonating Ada Byron.");
        page.ShouldContain("Looks for the booking.");
        (await inside.Get("/")).Headers.Location!.AbsolutePath.ShouldBe("/sign-in");
    }

    [Fact]
    public async Task Leaving_in_StudioApp_ends_the_impersonation_in_the_console()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var studio = await StudioProcess.Start(console, app);
        await studio.Open();
        var coach = await studio.One<string>("select id from studio.people where role = 'coach'");
        await console.Until($"select exists (select from core.members where external_id = '{coach}')");
        await using var work = await console.Database.Read();
        var member = (await work.One<string>("select member_id from core.members where external_id = @coach", new { coach }))!; // the row exists
        var owner = await TestBrowser.Owner(console);

        var id = await Act(app, owner, member);
        var sent = await owner.Get($"/audit/impersonation/{id}/enter");
        var inside = studio.NewVisitor();
        await inside.Get(sent.Headers.Location!.PathAndQuery);
        await inside.Get("/");
        await inside.Post("/impersonate/leave");

        (await app.Post("/api/v1/impersonations/introspect", new { id })).GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    private static async Task<string> Act(TestApplication app, TestBrowser owner, string member)
    {
        await owner.Get(
            $"/operations/new?operation=member.impersonate&subject={member}&reason=Looks+for+the+booking.&access=read_only&minutes=10&back=/members/{member}"
        );
        await owner.Post(
            "/operations",
            ("operation", "member.impersonate"),
            ("preview", Shown().Match(owner.Page).Groups["id"].Value),
            ("subject", member),
            ("reason", "Looks for the booking."),
            ("access", "read_only"),
            ("minutes", "10"),
            ("back", $"/members/{member}")
        );
        var open = (await app.Get("/api/v1/impersonations?state=open")).GetProperty("data");
        return open.EnumerateArray().Single(element => element.GetProperty("member_id").GetString() == member).GetProperty("id").GetString()!;
    }

    [GeneratedRegex("name=\"preview\" value=\"(?<id>prv_[0-9a-z]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Shown();
}
