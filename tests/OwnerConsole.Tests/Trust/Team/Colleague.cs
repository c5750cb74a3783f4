using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>A team member for tests of the law.</summary>
internal static class Colleague
{
    /// <summary>Invites a person through the API and signs them in by the invitation link.</summary>
    /// <returns>their browser, signed in</returns>
    public static async Task<TestBrowser> Come(TestConsole console, TestApplication app, string email, string role, string name = "Bea Berg")
    {
        var invited = await app.Run(
            "team_member.invite",
            IdGenerator.Platform,
            new
            {
                email,
                name,
                role,
            }
        );
        var visitor = new TestBrowser(console);
        await visitor.SetUp(invited.GetProperty("secret").GetString()!, email, name);
        return visitor;
    }

    /// <returns>their id</returns>
    public static async Task<string> Id(TestApplication app, string email) =>
        (await app.Get("/api/v1/team-members"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(person => person.GetProperty("email").GetString() == email)
            .GetProperty("id")
            .GetString()!;

    /// <returns>the id of a team member with the role Support</returns>
    public static async Task<string> Join(LawHarness stage)
    {
        var (word, people) = (stage.Word(), stage.Console.Services.GetRequiredService<People>());
        await using var work = await stage.Console.Database.Write(WriteOrigin.Intake("law"), []);
        var id = await people.Add($"Mila {word}", $"{word}@example.com", "no password", [], work);
        await people.GiveRole(id, "support", stage.NewId("inv"), work);
        await work.Commit();
        return id;
    }
}
