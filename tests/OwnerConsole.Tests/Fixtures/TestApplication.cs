using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Fixtures;

/// <summary>An application connected to the console, which uses the public API with its own key.</summary>
public sealed class TestApplication(HttpClient http, string key)
{
    public HttpClient Http { get; } = http;

    public string Key { get; } = key;

    /// <param name="scopes">Scopes of the key. The default is all scopes, including those that no wildcard covers.</param>
    public static async Task<TestApplication> Connect(TestConsole console, Mode mode = Mode.Live, string? onlyTenant = null, params string[] scopes) =>
        WithKey(console, await NewKey(console.Services, console.Database, mode, onlyTenant, scopes.Length == 0 ? All(console.Services) : scopes, []));

    /// <summary>Connects to a console that runs in another process.</summary>
    /// <param name="services">Services that use its database.</param>
    public static async Task<TestApplication> Connect(IServiceProvider services, Uri address) =>
        WithKey(address, await NewKey(services, services.GetRequiredService<Database>(), Mode.Live, null, All(services), []));

    /// <summary>A web page of one of these origins, with a key that can only append events.</summary>
    public static async Task<TestApplication> OnPages(TestConsole console, params string[] origins) =>
        WithKey(console, await NewKey(console.Services, console.Database, Mode.Live, null, ["event.report"], origins));

    /// <param name="key">The text of an existing key.</param>
    public static TestApplication WithKey(TestConsole console, string key) => WithKey(console.Address, key);

    public static TestApplication WithKey(Uri address, string key)
    {
        var http = new HttpClient(new ContractHandler(new RetryHandler())) { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return new(http, key);
    }

    /// <summary>Reports a tenant with this number of members.</summary>
    /// <returns>The id of the tenant.</returns>
    public async Task<string> Tenant(string externalId, string? name = null, int members = 0)
    {
        var made = await Put($"/api/v1/tenants/ext:{externalId}", new { name = name ?? externalId });
        var id = made.GetProperty("id").GetString()!;
        if (members > 0)
            await Put($"/api/v1/tenants/{id}/members", new { data = Enumerable.Range(1, members).Select(number => new { id = $"ext:m{number}" }) });
        return id;
    }

    public async Task<string> Status(string id) => (await Get($"/api/v1/tenants/{id}")).GetProperty("status").GetString()!;

    /// <summary>Previews and runs an operation.</summary>
    /// <returns>The run.</returns>
    public async Task<JsonElement> Run(string operation, string subject, object? input = null)
    {
        var preview = await Preview(operation, [subject], input);
        return await Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
    }

    /// <summary>Waits until at least this many attempts to reach an endpoint have failed and the next one is scheduled.</summary>
    public Task<JsonElement> AwaitFailure(string endpoint, int attempts = 1) =>
        Await(
            "/api/v1/work/lanes",
            answer =>
                answer
                    .GetProperty("data")
                    .EnumerateArray()
                    .Any(row =>
                        row.GetProperty("lane").GetString() == $"hook:{endpoint}"
                        && row.GetProperty("state").GetString() == "failing"
                        && row.GetProperty("failures").GetInt32() >= attempts
                    )
        );

    public Task<JsonElement> Preview(string operation, IReadOnlyList<string> subjects, object? input = null) =>
        Post(
            "/api/v1/previews",
            new
            {
                operation,
                subjects,
                input = input ?? new { },
            }
        );

    /// <returns>The code of the refusal, or null if the operation would be accepted.</returns>
    public async Task<string?> Refusal(string operation, string subject, object? input = null) =>
        (await Preview(operation, [subject], input)).GetProperty("subjects")[0].GetProperty("refusal").GetString();

    /// <returns>The run of the undo.</returns>
    public Task<JsonElement> Undo(JsonElement run) => Post($"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });

    /// <returns>The code of the refusal of an undo.</returns>
    public async Task<string?> UndoRefused(JsonElement run) =>
        (await Send(HttpMethod.Post, $"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", "{}")).Body.GetProperty("code").GetString();

    /// <summary>Polls until the response is as expected, and fails after a timeout.</summary>
    public async Task<JsonElement> Await(string address, Func<JsonElement, bool> holds, int seconds = 60)
    {
        var answer = await Get(address);
        // A backup of a whole installation can take 30 s on a busy disk. An API key can send 50 requests per second.
        try
        {
            await Poll.Until(async () => holds(answer) || holds(answer = await Get(address)), seconds, milliseconds: 50, address);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\nThe last response was {answer}", late);
        }
        return answer;
    }

    public async Task<JsonElement> Get(string address) => await Body(await Http.GetAsync(address));

    public async Task<JsonElement> Put(string address, object body) => await Body(await Http.PutAsJsonAsync(address, body, Json.Options));

    public async Task<JsonElement> Post(string address, object body) => await Body(await Http.PostAsJsonAsync(address, body, Json.Options));

    /// <summary>Sends a body unchanged, whether well-formed or not.</summary>
    /// <returns>The status and the response body.</returns>
    public async Task<(int Status, JsonElement Body)> Send(
        HttpMethod method,
        string address,
        string? body = null,
        string type = "application/json",
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    private static string[] All(IServiceProvider services) =>
        [
            "*",
            .. services
                .GetService<OperationCatalogue>()
                ?.Own.Where(operation => operation.Definition.IsIrreversible)
                .Select(operation => operation.Definition.Name)
                ?? [],
        ];

    private static async Task<string> NewKey(IServiceProvider services, Database database, Mode mode, string? onlyTenant, string[] scopes, string[] origins)
    {
        var keys = services.GetRequiredService<ApiKeys>();
        await using var work = await database.Write(WriteOrigin.Intake("test"), []);
        var (_, text) = await keys.Create("test", mode, scopes, onlyTenant, 1, "system", work, origins: origins);
        await work.Commit();
        return text;
    }

    private static async Task<JsonElement> Body(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException(
                $"{(int)response.StatusCode}: {text}{((int)response.StatusCode < 500 ? "" : '\n' + string.Join('\n', ServerErrors.Latest))}",
                null,
                response.StatusCode
            );
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
