using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>Sends reports as the SDKs of an application do.</summary>
internal static class SdkReports
{
    /// <summary>Reports an error as the Sentry SDK does.</summary>
    /// <param name="key">Text of the API key.</param>
    public static Task ReportError(this TestConsole console, string key, object error) =>
        Post(
            console,
            "/api/1/envelope/",
            "{}\n{\"type\":\"event\"}\n" + JsonSerializer.Serialize(error),
            "application/x-sentry-envelope",
            "X-Sentry-Auth",
            $"Sentry sentry_version=7, sentry_key={key}"
        );

    /// <summary>Exports traces as OpenTelemetry does.</summary>
    /// <param name="key">Text of the API key.</param>
    public static Task ReportTraces(this TestConsole console, string key, object traces) =>
        Post(console, "/v1/traces", JsonSerializer.Serialize(traces), "application/json", "Authorization", $"Bearer {key}");

    private static async Task Post(TestConsole console, string path, string body, string type, string header, string credential)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(console.Address, path)) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = new(type);
        request.Headers.TryAddWithoutValidation(header, credential);
        using var answer = await console.Client.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}
