using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace World;

/// <summary>API client of the console with bulk reports and retries.</summary>
internal sealed class ConsoleApi : IDisposable
{
    /// <summary>Maximum number of reports per request.</summary>
    public const int MaxReports = 500;

    /// <summary>Maximum number of events per request.</summary>
    public const int MaxEvents = 1000;

    /// <summary>JSON format of the console.</summary>
    public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly MediaTypeHeaderValue CloudEvents = new("application/cloudevents-batch+json");
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);
    private readonly HttpClient _http;

    public ConsoleApi(Uri address, string key)
    {
        _http = new() { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <exception cref="HttpRequestException">The console is not ready after two minutes.</exception>
    public async Task WaitUntilReady()
    {
        using var patience = new CancellationTokenSource(MaxWait);
        while (!await IsReady())
        {
            if (patience.IsCancellationRequested)
                throw new HttpRequestException($"{_http.BaseAddress} was not ready within {MaxWait.TotalMinutes} minutes.");
            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }
    }

    /// <exception cref="HttpRequestException">The console rejected the request; the message is the console's.</exception>
    public Task Put(string path, IReadOnlyList<object> reports) => Send(HttpMethod.Put, path, () => JsonContent.Create(new { data = reports }, options: Json));

    /// <returns>Positions of the rejected events.</returns>
    /// <exception cref="HttpRequestException">The console rejected the request; the message is the console's.</exception>
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

    /// <summary>Lists the plans that are for sale.</summary>
    /// <exception cref="HttpRequestException">The console rejected the request; the message is the console's.</exception>
    public async Task<IReadOnlyList<SimPlan>> Plans() => JsonSerializer.Deserialize<PlanList>(await Send(HttpMethod.Get, "/api/v1/plans"), Json)!.Data;

    /// <summary>Counts existing usage, regardless of the limit.</summary>
    /// <param name="claim">Idempotency key of the usage.</param>
    /// <exception cref="HttpRequestException">The console rejected the request; the message is the console's.</exception>
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

    /// <param name="body">Creates the body, which is sent again if the console asks to wait.</param>
    /// <param name="claim">Idempotency key; null for none.</param>
    /// <returns>Body of the response.</returns>
    /// <exception cref="HttpRequestException">The console rejected the request; the message is the console's.</exception>
    public async Task<string> Send(HttpMethod method, string path, Func<HttpContent>? body = null, string? claim = null)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body?.Invoke() };
            if (claim is not null)
                request.Headers.Add("Idempotency-Key", claim);
            using var answer = await _http.SendAsync(request);
            var said = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
                return said;
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                throw new HttpRequestException($"{method} {path} failed with {(int)answer.StatusCode}: {said}");
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

    private sealed record PlanList(IReadOnlyList<SimPlan> Data);
}
