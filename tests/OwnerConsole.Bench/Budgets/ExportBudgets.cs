using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Bench.Budgets;

/// <summary>Exports all data of the largest tenant of a simulated platform, and then anonymises it.</summary>
internal static class ExportBudgets
{
    private const int FileBytes = 50_000_000;

    public static readonly BudgetCheck Largest = new(
        "export",
        "export",
        "the largest of 200 tenants: exported, with 50 MB of files from the application, then anonymised",
        async (console, quick) =>
        {
            var key = (await console.Keys(1, Mode.Test))[0];
            var (code, said) = await WorldProcess.Run(console.Address, key, quick ? "20" : "200", "2026", "--months", quick ? "1" : "6");
            if (code != 0)
                throw new InvalidOperationException(said);
            using var http = new HttpClient { BaseAddress = console.Address, Timeout = TimeSpan.FromMinutes(15) };
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
            (
                await http.PutAsJsonAsync("/api/v1/application", new { name = "World", tasks = new[] { "tenant.export", "tenant.anonymise" } })
            ).EnsureSuccessStatusCode();
            var tenant = await console.One<string>("select tenant_id from core.events group by tenant_id order by count(*) desc, tenant_id limit 1");
            var events = await console.One<long>($"select count(*) from core.events where tenant_id = '{tenant}'");

            var began = Stopwatch.GetTimestamp();
            await Execute(console, http, "tenant.export", tenant, UploadFile);
            var bytes = await Download(http, tenant);
            var exported = Stopwatch.GetElapsedTime(began);
            began = Stopwatch.GetTimestamp();
            await Execute(console, http, "tenant.anonymise", tenant, (_, _) => Task.CompletedTask);
            var anonymised = Stopwatch.GetElapsedTime(began);
            return
            [
                new($"time until the export is complete, of {events:N0} events", exported.TotalSeconds, 600, "s"),
                new("size of the export", bytes / 1e6, null, "MB"),
                new("time until anonymised", anonymised.TotalSeconds, 600, "s"),
            ];
        }
    );

    /// <summary>Starts the run, claims its task and completes it.</summary>
    private static async Task Execute(BenchConsole console, HttpClient http, string operation, string tenant, Func<HttpClient, JsonElement, Task> act)
    {
        var preview = await console.Get<Previews>().Create(Caller.System, operation, TargetSelection.Of(tenant), Json.Element(new { }), CancellationToken.None);
        var order = new RunStartRequest(preview.PreviewId, "A measure.", Proof: new(ProofKind.PasswordAndCode), Confirmation: preview.Confirmation);
        await console.Get<Runner>().Start(Caller.System, order, key: null, CancellationToken.None);
        var claimed = await (await http.PostAsJsonAsync("/api/v1/tasks/claim", new { limit = 1 })).Content.ReadFromJsonAsync<JsonElement>();
        var task = claimed.GetProperty("data")[0];
        await act(http, task);
        using var complete = TaskRequest(HttpMethod.Post, task, "complete", JsonContent.Create(new { }));
        (await http.SendAsync(complete)).EnsureSuccessStatusCode();
    }

    private static async Task UploadFile(HttpClient http, JsonElement task)
    {
        using var file = TaskRequest(HttpMethod.Put, task, "files/world.bin", new ByteArrayContent(RandomNumberGenerator.GetBytes(FileBytes)));
        (await http.SendAsync(file)).EnsureSuccessStatusCode();
    }

    private static HttpRequestMessage TaskRequest(HttpMethod method, JsonElement task, string word, HttpContent content)
    {
        var request = new HttpRequestMessage(method, $"/api/v1/tasks/{task.GetProperty("id").GetString()}/{word}") { Content = content };
        request.Headers.Authorization = new("Bearer", task.GetProperty("token").GetString());
        return request;
    }

    private static async Task<long> Download(HttpClient http, string tenant)
    {
        var exports = await http.GetFromJsonAsync<JsonElement>($"/api/v1/tenants/{tenant}/exports");
        var id = exports.GetProperty("data")[0].GetProperty("id").GetString();
        await using var file = await http.GetStreamAsync($"/api/v1/tenants/{tenant}/exports/{id}/file");
        var (bytes, some) = (0L, new byte[1 << 16]);
        for (int read; (read = await file.ReadAsync(some)) > 0; )
            bytes += read;
        return bytes;
    }
}
