using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace World;

/// <summary>The console as an application sees it: bulk reports, and the patience it asks for.</summary>
internal sealed class OwnerConsole : IDisposable
{
    /// <summary>Reports in one request.</summary>
    public const int Most = 500;

    /// <summary>Events in one request.</summary>
    public const int MostEvents = 1000;

    /// <summary>As the console speaks it.</summary>
    public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly MediaTypeHeaderValue CloudEvents = new("application/cloudevents-batch+json");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly HttpClient _http;

    public OwnerConsole(Uri address, string key)
    {
        _http = new() { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <exception cref="HttpRequestException">it is not ready after two minutes</exception>
    public async Task WaitUntilReady()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await IsReady())
        {
            if (patience.IsCancellationRequested)
                throw new HttpRequestException($"{_http.BaseAddress} was not ready within {Patience.TotalMinutes} minutes.");
            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }
    }

    /// <exception cref="HttpRequestException">the console refuses; the message is its own</exception>
    public Task Put(string path, IReadOnlyList<object> reports) => Send(HttpMethod.Put, path, () => JsonContent.Create(new { data = reports }, options: Json));

    /// <returns>the places of those that were rejected</returns>
    /// <exception cref="HttpRequestException">the console refuses the request; the message is its own</exception>
    public async Task<IReadOnlySet<int>> Post(IReadOnlyList<object> events, bool isHistory)
    {
        var answer = await Send(
            HttpMethod.Post,
            isHistory ? "/api/v1/events?backfill=true" : "/api/v1/events",
            () => JsonContent.Create(events, CloudEvents, Json)
        );
        return JsonSerializer
            .Deserialize<JsonElement>(answer)
            .GetProperty("rejected")
            .EnumerateArray()
            .Select(item => item.GetProperty("index").GetInt32())
            .ToHashSet();
    }

    /// <summary>Counts what was used already, whatever the limit is.</summary>
    /// <param name="claim">the same claim is counted once</param>
    /// <exception cref="HttpRequestException">the console refuses; the message is its own</exception>
    public Task Consume(string tenant, string feature, int amount, DateTimeOffset at, string claim) =>
        Send(
            HttpMethod.Post,
            "/api/v1/entitlements/consume",
            () =>
                JsonContent.Create(
                    new
                    {
                        tenant = "ext:" + tenant,
                        feature,
                        amount = amount.ToString(CultureInfo.InvariantCulture),
                        at,
                    },
                    options: Json
                ),
            claim
        );

    private async Task<string> Send(HttpMethod method, string path, Func<HttpContent> body, string? claim = null)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body() };
            if (claim is not null)
                request.Headers.Add("Idempotency-Key", claim);
            using var answer = await _http.SendAsync(request);
            var said = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
                return said;
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                throw new HttpRequestException($"{method} {path} was answered {(int)answer.StatusCode}: {said}");
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> IsReady()
    {
        try
        {
            using var answer = await _http.GetAsync("/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
