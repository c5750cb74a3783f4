using System.Net.Http.Headers;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>Hostile names of team members, browsers that they sign in with, and declarations and answers of the application.</summary>
internal static class HostileTeam
{
    private static readonly string[] s_names = HostileTexts.Within(longest: 60, count: 12, from: 30);

    /// <returns>the id of a team member</returns>
    public static async Task<string> Join(TestConsole console, TestApplication app)
    {
        foreach (var (place, name) in s_names.Index())
        {
            // A role's key is made of its name; it must not contain the word by which tests detect executed texts.
            var said = name.Replace("hostile", "role", StringComparison.Ordinal);
            await app.Run(
                "role.create",
                IdGenerator.Platform,
                new { name = $"{place} {said[..Math.Min(said.Length, 55)]}", permissions = new[] { "tenant.read" } }
            );
        }
        foreach (var (place, name) in s_names.Index().Skip(1))
            await Invite(app, $"guest-{place}@example.org", name);
        const string email = "hostile@example.org";
        var person = new TestBrowser(console);
        await person.SetUp(await Invite(app, email, s_names[0]), email, s_names[0]);
        await SignIn(person.NewBrowser(), email);
        var people = await app.Get("/api/v1/team-members");
        return people.GetProperty("data").EnumerateArray().Single(element => element.GetProperty("email").GetString() == email).GetProperty("id").GetString()!;
    }

    /// <returns>the ids of a subject of the tenant and of its failed task</returns>
    public static async Task<(string Booking, string Task)> Declare(TestApplication app, string tenant)
    {
        await app.Put(
            "/api/v1/application",
            new
            {
                name = s_names[0],
                version = s_names[1],
                attributes = new object[]
                {
                    new
                    {
                        name = "a0",
                        title = s_names[2],
                        type = "text",
                    },
                },
                subject_types = new[]
                {
                    new
                    {
                        name = "booking",
                        title = Short(3),
                        titles = Short(4),
                    },
                },
                operations = new[]
                {
                    new
                    {
                        name = "booking.cancel",
                        title = s_names[5],
                        done = s_names[6],
                        subject = "booking",
                        reversal = "compensates",
                        description = HostileTexts.All[7],
                    },
                },
            }
        );
        var data = HostileTexts.All.Select((text, place) => new { id = $"ext:b-{place}", title = text });
        var taken = await app.Put($"/api/v1/tenants/{tenant}/subjects/booking", new { data });
        var booking = taken.GetProperty("data")[0].GetProperty("id").GetString()!;
        await app.Run("booking.cancel", booking);
        var task = (await app.Post("/api/v1/tasks/claim", new { limit = 100 })).GetProperty("data").EnumerateArray().Single();
        await Fail(app, task);
        return (booking, task.GetProperty("id").GetString()!);
    }

    private static string Short(int place) => HostileTexts.Within(longest: 40, count: 12)[place];

    private static async Task<string> Invite(TestApplication app, string email, string name)
    {
        var run = await app.Run(
            "team_member.invite",
            IdGenerator.Platform,
            new
            {
                email,
                name,
                role = "support",
            }
        );
        return run.GetProperty("secret").GetString()!;
    }

    /// <summary>Signs in with a hostile user agent.</summary>
    private static async Task SignIn(TestBrowser browser, string email)
    {
        (string, string) agent = ("User-Agent", "<img/data-hostile/src=x/onerror=alert(1)>");
        await browser.Get("/sign-in", agent);
        await browser.PostRaw("/sign-in", Form(("email", email), ("password", TestBrowser.Password)), agent);
        await browser.Get("/sign-in/code", agent);
        await browser.PostRaw("/sign-in/code", Form(("code", browser.NextCode())), agent);
        await browser.Get("/tenants", agent);

        FormUrlEncodedContent Form(params (string, string)[] fields) => TestBrowser.Form([.. fields, ("__RequestVerificationToken", browser.Token)]);
    }

    private static async Task Fail(TestApplication app, JsonElement task)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/tasks/{task.GetProperty("id").GetString()}/fail")
        {
            Content = new StringContent(Json.Text(new { code = "hostile", message = HostileTexts.All[8] }), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", task.GetProperty("token").GetString());
        using var answer = await app.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
