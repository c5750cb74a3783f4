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

    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
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
    public async Task Put(string path, IEnumerable<object> reports)
    {
        var body = new { data = reports.ToList() };
        while (true)
        {
            using var answer = await _http.PutAsJsonAsync(path, body, Snake);
            if (answer.IsSuccessStatusCode)
                return;
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                throw new HttpRequestException($"PUT {path} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
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
