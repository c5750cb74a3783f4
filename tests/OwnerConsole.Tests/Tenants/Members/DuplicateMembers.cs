using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Integrations.Applications;

namespace OwnerConsole.Tests.Tenants.Members;

/// <summary>A tenant with two records of one person and reported activity for both.</summary>
internal sealed record DuplicateMembers(TestConsole Console, TestApplication App, string Tenant, string Goes, string Stays)
{
    private static readonly DateTimeOffset s_at = TimeProvider.System.GetUtcNow().AddHours(-2);

    public static async Task<DuplicateMembers> Make(TestConsole console, TestApplication? app = null)
    {
        app ??= await TestApplication.Connect(console);
        await app.DeclareAll();
        var tenant = await app.Tenant(Guid.CreateVersion7().ToString(), "Acorn Studio");
        return new(console, app, tenant, await Person(app, tenant, "old", "Jon Berg"), await Person(app, tenant, "new", "Mira Okafor"));
    }

    /// <returns>The id of another member of the tenant.</returns>
    public Task<string> Another(string id) => Person(App, Tenant, id, $"Another {id}");

    /// <summary>Reports sessions and purchases of both records, twice for the one that is merged away.</summary>
    /// <param name="round">Makes the ids of sessions and purchases distinct.</param>
    public async Task Reported(int round = 1)
    {
        await App.Report([.. new[] { "old", "old", "new" }.SelectMany((who, number) => Did(who, $"{round}-{number}"))]);
        await Console.WaitForProjection();
    }

    /// <summary>Merges two records and completes the task as the application.</summary>
    /// <returns>the run</returns>
    public async Task<JsonElement> Merge(string? goes = null, string? into = null)
    {
        var run = await App.Run("member.merge", goes ?? Goes, new { into = into ?? Stays });
        await Answer();
        return run;
    }

    /// <summary>Undoes the merge and completes the task as the application.</summary>
    public async Task Separate(JsonElement run)
    {
        await App.Undo(run);
        await Answer();
    }

    public async Task Answer() => (await App.Say(await App.ClaimOf(Tenant), "complete", new { })).Status.ShouldBe(200);

    public async Task<JsonElement> Member(string id) => await App.Get($"/api/v1/members/{id}");

    public async Task<IReadOnlyList<string>> Rows(string sql)
    {
        await using var work = await Console.Database.Read();
        return await work.List<string>(sql, new { tenant = Tenant });
    }

    /// <returns>The value of a metric of this tenant over the last seven days.</returns>
    public async Task<decimal> Number(string metric)
    {
        var answer = await App.Post(
            "/api/v1/metrics/query",
            new
            {
                metrics = new[] { metric },
                range = new { last = "7d" },
                filters = new[] { new { dimension = "tenant", any = new[] { Tenant } } },
            }
        );
        return answer.GetProperty("metrics")[0].GetProperty("groups")[0].GetProperty("total").GetProperty("value").GetDecimal();
    }

    private IEnumerable<object> Did(string who, string number)
    {
        var at = s_at.AddMinutes(number[0]);
        yield return EventReports.Event(
            Tenant,
            "session.recorded",
            at,
            new
            {
                member = who,
                session = $"{Tenant}-{number}",
                duration_seconds = 600,
            }
        );
        yield return EventReports.Event(
            Tenant,
            "purchase.completed",
            at,
            new
            {
                member = who,
                purchase = $"{Tenant}-{number}",
                price = new { amount = 500, currency = "USD" },
            }
        );
    }

    private static async Task<string> Person(TestApplication app, string tenant, string id, string name) => (
            await app.Put(
                $"/api/v1/tenants/{tenant}/members/ext:{id}",
                new
                {
                    name,
                    email = $"{id}@acorn.example",
                    joined_at = "2026-01-01T00:00:00Z",
                }
            )
        ).GetProperty("id").GetString()!;
}
