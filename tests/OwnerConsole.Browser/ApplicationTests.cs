using System.Text.Json;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Operations declared by the application are listed with all others, and the owner can follow their execution.</summary>
[Slow(24, "Applications")]
public sealed class ApplicationTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task An_application_operation_is_submitted_followed_and_undone(int width)
    {
        await Declare();
        var tenant = console.Ids[width == 390 ? 21 : 22];
        await using var window = await console.Open(width);
        var page = window.Page;

        await page.GotoAsync($"/operations/new?operation=tenant.recount_storage&subject={tenant}&back=/tasks");
        await page.Locator("#in-bucket").SelectOptionAsync("images");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("The application runs Recount storage");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/tasks$"));
        await Assertions.Expect(page.Locator("#tasks")).ToContainTextAsync("pending");
        var task = (await Claim()).Single(element => element.GetProperty("tenant").GetProperty("id").GetString() == tenant);
        await Say(
            task,
            "progress",
            new
            {
                done = 3,
                total = 10,
                note = "Three buckets read.",
            }
        );
        await Assertions.Expect(page.Locator("#tasks")).ToContainTextAsync("3 of 10");
        await page.Locator($"#task-{task.GetProperty("id").GetString()}").ClickAsync();
        await Assertions.Expect(page.Locator("#task")).ToContainTextAsync("Three buckets read.");
        await Say(task, "complete", new { note = "Ten buckets." });
        await Assertions.Expect(page.Locator("#task")).ToContainTextAsync("done");
        await page.GetByRole(AriaRole.Link, new() { Name = "View operation" }).ClickAsync();
        await page.Locator("#run-undo").ClickAsync();
        await Assertions.Expect(page.Locator("#run")).ToContainTextAsync("Being undone by");
        await page.GetByRole(AriaRole.Link, new() { Name = "Undo run" }).ClickAsync();
        await Assertions.Expect(page.Locator("#run")).ToContainTextAsync("Waiting for response");

        var back = (await Claim()).Single(element => element.GetProperty("tenant").GetProperty("id").GetString() == tenant);
        back.GetProperty("action").GetString().ShouldBe("undo");
        await Say(back, "complete", new { });
        await Assertions.Expect(page.Locator("#run")).ToContainTextAsync("The application undid");
        await page.Locator("#run-tasks").ClickAsync();
        await Assertions.Expect(page.Locator("#tasks")).ToContainTextAsync("Undo: Recount storage");
        window.ShouldHaveNoComplaints();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Subjects_of_the_application_are_listed_on_the_tenant_page_with_their_operations(int width)
    {
        await Declare();
        var tenant = console.Ids[width == 390 ? 25 : 26];
        await using var window = await console.Open(width);
        var page = window.Page;

        await page.GotoAsync($"/tenants/{tenant}");
        await Assertions.Expect(page.Locator("#subjects-booking")).ToContainTextAsync("None reported yet.");
        await PageInspector.Inspect(page, $"a tenant without bookings {width}");
        await console.Application.Put(
            $"/api/v1/tenants/{tenant}/subjects/booking",
            new
            {
                data = new object[]
                {
                    new { id = $"ext:{width}-1", title = $"Pottery on Friday {width}" },
                    new
                    {
                        id = $"ext:{width}-2",
                        title = "Weaving",
                        ended = true,
                    },
                },
            }
        );
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#subjects-booking")).ToContainTextAsync("Weaving");
        await PageInspector.Inspect(page, $"a tenant with bookings {width}");
        await page.Locator("#all-booking").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Bookings");
        await page.Locator("#q").FillAsync("pott");
        await Assertions.Expect(page.Locator("#subjects tbody tr")).ToHaveCountAsync(1);
        await PageInspector.Inspect(page, $"bookings {width}");
        await page.GetByRole(AriaRole.Link, new() { Name = $"Cancel: Pottery on Friday {width}" }).ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("The application runs Cancel booking");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToHaveCountAsync(0);

        var task = (await Claim()).Single(element => element.GetProperty("tenant").GetProperty("id").GetString() == tenant);
        task.GetProperty("subject").GetProperty("external_id").GetString().ShouldBe($"{width}-1");
        await Say(task, "complete", new { });
        await page.GotoAsync($"/find?q=cancel+pottery+on+friday+{width}");
        await Assertions.Expect(page.Locator("#main")).ToContainTextAsync($"Cancel Pottery on Friday {width}");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task An_operation_without_a_handler_shows_how_to_implement_it()
    {
        await Declare();
        await using var window = await console.Open(1440);

        await window.Page.GotoAsync($"/operations/new?operation=tenant.reset_demo_data&subject={console.Ids[23]}&back=/tenants");

        await Assertions.Expect(window.Page.Locator("#snippet-h")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator("#preview .snippet pre")).ToContainTextAsync("tenant.reset_demo_data");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_team_member_impersonates_a_user_and_ends_the_impersonation()
    {
        await Declare();
        var app = console.Application;
        await app.Put($"/api/v1/tenants/{console.Ids[24]}/members/ext:anna", new { name = "Anna Coach" });
        var member = (await app.Get($"/api/v1/tenants/{console.Ids[24]}/members")).GetProperty("data").EnumerateArray().Last().GetProperty("id").GetString();
        await using var window = await console.Open(1440);
        var page = window.Page;

        await page.GotoAsync($"/members/{member}");
        await page.Locator("#do-more").ClickAsync();
        await page.Locator("#do-member\\.impersonate").ClickAsync();
        await page.Locator("#in-reason").FillAsync("Looking for a missing booking.");
        await page.Locator("#in-minutes").FillAsync("10");
        await page.Locator("#in-minutes").PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("for 10 minutes");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#enter")).ToBeVisibleAsync();
        var href = await page.Locator("#enter").GetAttributeAsync("href");
        href.ShouldStartWith("/audit/impersonation/imp_");
        await page.Locator("#end-impersonation").ClickAsync();

        await Assertions.Expect(page.Locator("#enter")).ToHaveCountAsync(0);
        await page.GotoAsync("/audit/impersonation");
        await Assertions.Expect(page.Locator("#impersonations")).ToContainTextAsync("Looking for a missing booking.");
        window.ShouldHaveNoComplaints();
    }

    private Task Declare() =>
        console.Application.Put(
            "/api/v1/application",
            new
            {
                name = "StudioApp",
                version = "1.4.0",
                impersonation_url = "https://studio.example/impersonate",
                subject_types = new[]
                {
                    new
                    {
                        name = "booking",
                        title = "Booking",
                        titles = "Bookings",
                    },
                },
                operations = new object[]
                {
                    new
                    {
                        name = "tenant.recount_storage",
                        title = "Recount storage",
                        done = "recounted",
                        input = new
                        {
                            type = "object",
                            properties = new { bucket = new { type = "string", @enum = new[] { "files", "images" } } },
                            required = new[] { "bucket" },
                        },
                        reversal = "compensates",
                    },
                    new
                    {
                        name = "booking.cancel",
                        title = "Cancel booking",
                        done = "cancelled",
                        subject = "booking",
                        reversal = "compensates",
                    },
                },
            }
        );

    private async Task<IReadOnlyList<JsonElement>> Claim() =>
        [.. (await console.Application.Post("/api/v1/tasks/claim", new { limit = 100 })).GetProperty("data").EnumerateArray()];

    private async Task Say(JsonElement task, string word, object body)
    {
        var app = TestApplication.WithKey(console.Address, task.GetProperty("token").GetString()!);
        await app.Post($"/api/v1/tasks/{task.GetProperty("id").GetString()}/{word}", body);
    }
}
