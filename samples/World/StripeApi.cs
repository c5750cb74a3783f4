using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace World;

/// <summary>Client of Stripe's API, for FakeStripe in test mode.</summary>
internal sealed class StripeApi : IDisposable
{
    /// <summary>FakeStripe's default key.</summary>
    private const string Key = "sk_test_FakeStripe";

    private readonly HttpClient _http;

    public StripeApi(Uri address)
    {
        _http = new() { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    /// <exception cref="HttpRequestException">Stripe rejected the request; the message is Stripe's.</exception>
    public Task<JsonElement> Get(string path) => Send(HttpMethod.Get, path, []);

    /// <returns>ID of the created or changed object.</returns>
    /// <exception cref="HttpRequestException">Stripe rejected the request; the message is Stripe's.</exception>
    public async Task<string> Post(string path, params (string Name, object Value)[] form) =>
        (await Send(HttpMethod.Post, path, form)).GetProperty("id").GetString()!; // Stripe's schema requires it

    /// <exception cref="HttpRequestException">Stripe rejected the request; the message is Stripe's.</exception>
    public Task Delete(string path) => Send(HttpMethod.Delete, path, []);

    /// <summary>Moves the time of the account, which only FakeStripe can. What becomes due in between happens in order, such as renewals.</summary>
    public Task MoveClock(DateTimeOffset to) => Send(HttpMethod.Post, "/fake/clock", [("time", to)]);

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> Send(HttpMethod method, string path, (string Name, object Value)[] form)
    {
        using var request = new HttpRequestMessage(method, path);
        if (form.Length > 0)
            request.Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, Text(field.Value))));
        using var answer = await _http.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(said)
            : throw new HttpRequestException($"{method} {path} failed with {(int)answer.StatusCode}: {said}");
    }

    private static string Text(object value) => Convert.ToString(value is DateTimeOffset at ? at.ToUnixTimeSeconds() : value, CultureInfo.InvariantCulture)!;
}
