using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Kernel.Operations;

/// <summary>A selection stays as chosen, whatever the list shows later.</summary>
public sealed class SelectionTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_selection_is_frozen_without_its_exceptions_before_new_matches_appear()
    {
        var crowd = await TenantCrowd.Gather(console, "frozen", 12);
        string[] leftOut = [crowd.Tenants[3], crowd.Tenants[7]];
        var selection = await crowd.Previews.Freeze(
            crowd.Ann,
            "tenant.suspend",
            new(Query: new Dictionary<string, string> { ["q"] = "frozen" }, Except: leftOut),
            CancellationToken.None
        );
        await TenantCrowd.Gather(console, "frozen-late", 1);

        var preview = await crowd.Previews.Create(
            crowd.Ann,
            "tenant.suspend",
            new(Selection: selection.SelectionId),
            TenantCrowd.Billing,
            CancellationToken.None
        );
        var others = await Should.ThrowAsync<Problem>(() =>
            crowd.Previews.Create(crowd.Ben, "tenant.suspend", new(Selection: selection.SelectionId), TenantCrowd.Billing, CancellationToken.None)
        );

        selection.LeftOut.ShouldBe(2);
        preview.Subjects.Select(subject => subject.SubjectId).ShouldBe(crowd.Tenants.Except(leftOut));
        (others.Status, others.Code).ShouldBe((404, "not_found"));
    }

    [Fact]
    public async Task The_API_accepts_exceptions_only_for_queries()
    {
        var app = await TestApplication.Connect(console);
        var crowd = await TenantCrowd.Gather(console, "except", 3);
        var mine = await app.Tenant("except-mine");
        var bound = await TestApplication.Connect(console, onlyTenant: mine);

        var preview = await app.Post(
            "/api/v1/previews",
            new
            {
                operation = "tenant.suspend",
                query = new { q = "except 0" },
                except = new[] { crowd.Tenants[1] },
            }
        );
        var alone = await Ask(
            app,
            new
            {
                operation = "tenant.suspend",
                subjects = crowd.Tenants,
                except = new[] { crowd.Tenants[1] },
            }
        );
        var more = await Ask(
            app,
            new
            {
                operation = "tenant.suspend",
                subjects = crowd.Tenants,
                owner = true,
            }
        );
        var foreign = await Ask(bound, new { operation = "tenant.suspend", subjects = crowd.Tenants });

        preview
            .GetProperty("subjects")
            .EnumerateArray()
            .Select(element => element.GetProperty("id").GetString())
            .ShouldBe([crowd.Tenants[0], crowd.Tenants[2]]);
        (alone, more, foreign).ShouldBe((400, 400, 404));
    }

    [Fact]
    public async Task Large_selections_are_posted_as_a_same_origin_form_and_get_an_address()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestBrowser.Owner(own);
        var crowd = await TenantCrowd.Gather(own, "ticked", 120);
        await owner.Get("/tenants");
        (string, string)[] form = [("operation", "tenant.suspend"), ("back", "/tenants"), .. crowd.Tenants.Select(id => ("subject", id))];

        using var answer = await owner.Post("/operations/new", form);
        var address = answer.Headers.GetValues("HX-Push-Url").Single();
        using var again = await owner.Get(address);
        var page = owner.Page;
        using var forged = await owner.PostRaw("/operations/new", TestBrowser.Form(form), ("Sec-Fetch-Site", "cross-site"));

        address.ShouldMatch(@"^/operations/new\?operation=tenant\.suspend&selection=sel_\w+&back=%2Ftenants$");
        page.ShouldContain("120 of 120");
        ((int)again.StatusCode, (int)forged.StatusCode).ShouldBe((200, 403));
    }

    [Fact]
    public async Task An_address_in_a_header_is_escaped_and_short()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestBrowser.Owner(own);
        await owner.Get("/tenants");
        (string Field, string Value)[] others = [("retry", "é\r\nX-Header: y"), ("selection", "😀"), ("subject", "é"), ("subject", new('x', 100_000))];

        foreach (var other in others)
        {
            using var answer = await owner.Post("/operations/new", ("operation", "tenant.suspend"), ("back", "/tenants"), other);

            ((int)answer.StatusCode).ShouldBeLessThan(500, owner.Page);
            answer.Headers.Contains("X-Header").ShouldBeFalse();
            (answer.Headers.TryGetValues("HX-Push-Url", out var pushed) ? pushed.Single().Length : 0).ShouldBeLessThanOrEqualTo(4_000);
        }
    }

    private static async Task<int> Ask(TestApplication app, object preview) => (await app.Send(HttpMethod.Post, "/api/v1/previews", Json.Text(preview))).Status;
}
