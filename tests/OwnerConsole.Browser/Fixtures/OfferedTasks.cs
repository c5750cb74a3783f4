using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>Answers tasks as an application does.</summary>
internal static class OfferedTasks
{
    /// <summary>Waits until a task is offered, claims it and completes it.</summary>
    /// <param name="app">Application with the permission to claim tasks.</param>
    /// <param name="tenant">ID of the tenant of the task.</param>
    /// <returns>The task.</returns>
    public static async Task<JsonElement> Complete(TestConsole console, TestApplication app, string tenant)
    {
        await app.Await(
            "/api/v1/tasks",
            tasks => tasks.GetProperty("data").EnumerateArray().Any(element => element.GetProperty("state").GetString() == "offered")
        );
        var claimed = (await app.Post("/api/v1/tasks/claim", new { limit = 10 })).GetProperty("data").EnumerateArray();
        var task = claimed.Single(element => element.GetProperty("tenant").GetProperty("id").GetString() == tenant);
        var done = await TestApplication
            .WithKey(console, task.GetProperty("token").GetString()!)
            .Send(HttpMethod.Post, $"/api/v1/tasks/{task.GetProperty("id").GetString()}/complete", "{}");
        done.Status.ShouldBe(200, done.Body.ToString());
        return task;
    }
}
