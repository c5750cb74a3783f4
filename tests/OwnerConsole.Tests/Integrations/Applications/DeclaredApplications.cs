using System.Net.Http.Headers;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Tests.Integrations.Applications;

/// <summary>Declarations of test applications, and their responses to tasks.</summary>
internal static class DeclaredApplications
{
    public static readonly object Recount = new
    {
        name = "tenant.recount_storage",
        title = "Recount storage",
        done = "recounted",
        input = new
        {
            type = "object",
            properties = new
            {
                depth = new
                {
                    type = "integer",
                    minimum = 1,
                    maximum = 9,
                    title = "Depth",
                    @default = 3,
                },
                bucket = new { type = "string", @enum = new[] { "files", "images" } },
            },
            required = new[] { "bucket" },
        },
        reversal = "compensates",
        can_cancel = true,
        minutes = 30,
    };

    public static readonly object CancelBooking = new
    {
        name = "booking.cancel",
        title = "Cancel booking",
        done = "cancelled",
        subject = "booking",
        reversal = "compensates",
    };

    public static readonly object Bookings = new
    {
        name = "booking",
        title = "Booking",
        titles = "Bookings",
    };

    public static readonly object Input = new { bucket = "files" };

    public const string Name = "tenant.recount_storage";

    public static Task<JsonElement> Declare(this TestApplication app, params object[] operations) =>
        app.Put(
            "/api/v1/application",
            new
            {
                name = "StudioApp",
                version = "1.0",
                operations,
            }
        );

    /// <summary>Declares an application that has bookings in its tenants and can cancel them.</summary>
    /// <param name="tasks">Tasks of the console that the application executes.</param>
    public static Task<JsonElement> DeclareBookings(this TestApplication app, params string[] tasks) =>
        app.Put(
            "/api/v1/application",
            new
            {
                name = "StudioApp",
                tasks,
                subject_types = new[] { Bookings },
                operations = new[] { CancelBooking },
            }
        );

    public static Task<JsonElement> ReportBookings(this TestApplication app, string tenant, params object[] data) =>
        app.Put($"/api/v1/tenants/{tenant}/subjects/booking", new { data });

    /// <returns>The id of the booking.</returns>
    public static async Task<string> Booking(this TestApplication app, string tenant, string externalId, string title)
    {
        var taken = await app.ReportBookings(tenant, new { id = $"ext:{externalId}", title });
        return taken.GetProperty("data")[0].GetProperty("id").GetString()!;
    }

    /// <summary>Declares an application that executes every task.</summary>
    public static Task<JsonElement> DeclareAll(this TestApplication app) =>
        app.Put(
            "/api/v1/application",
            new
            {
                name = "StudioApp",
                version = "1.0",
                impersonation_url = "https://studio.example/impersonate",
                tasks = ConsoleTasks.All,
                subject_types = new[] { Bookings },
                operations = new[] { Recount, CancelBooking },
            }
        );

    /// <summary>Claims tasks and returns the only one of a tenant.</summary>
    public static async Task<JsonElement> ClaimOf(this TestApplication app, string tenant) =>
        (await app.Claim(100)).Single(task => task.GetProperty("tenant").GetProperty("id").GetString() == tenant);

    /// <summary>Sends a task message with the token of the task.</summary>
    public static async Task<(int Status, JsonElement Body)> Say(this TestApplication app, JsonElement task, string word, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/tasks/{task.GetProperty("id").GetString()}/{word}")
        {
            Content = JsonContent(body),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", task.GetProperty("token").GetString());
        using var answer = await app.Http.SendAsync(request);
        return ((int)answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()));
    }

    public static async Task<IReadOnlyList<JsonElement>> Claim(this TestApplication app, int most = 10) =>
        [.. (await app.Post("/api/v1/tasks/claim", new { limit = most })).GetProperty("data").EnumerateArray()];

    private static StringContent JsonContent(object body) => new(Json.Text(body), System.Text.Encoding.UTF8, "application/json");
}
