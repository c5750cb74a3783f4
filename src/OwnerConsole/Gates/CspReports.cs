using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Receives reports of content security policy violations: blocked injections, or bugs of the console.</summary>
internal sealed class CspReports(EndpointDataSource routes, ILogger<CspReports> log) : IDisposable
{
    private const int MaxBytes = 16 * 1024,
        MaxReports = 5,
        MaxPerMinute = 60;

    // Reports need no authentication, so a limit keeps them from flooding the log.
    private readonly FixedWindowRateLimiter _limit = new(new() { PermitLimit = MaxPerMinute, Window = TimeSpan.FromMinutes(1) });

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(SecurityHeaders.Reports, (HttpRequest request, CspReports self) => self.Take(request))
            .AllowAnyone("browsers report violations without a session; reports are only logged")
            .DisableAntiforgery()
            .WithMetadata(new BrowserReport())
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes));

    public void Dispose() => _limit.Dispose();

    private async Task<IResult> Take(HttpRequest request)
    {
        try
        {
            using var reports = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            foreach (var report in All(reports.RootElement).Take(MaxReports).Where(_ => _limit.AttemptAcquire().IsAcquired))
                log.LogWarning(
                    "The content security policy blocked {Blocked} by {Directive} on {Page}",
                    Source(Text(report, "blockedURL", "blocked-uri"), request.Host),
                    Text(report, "effectiveDirective", "violated-directive"),
                    Source(Text(report, "documentURL", "document-uri"), request.Host)
                );
            return Results.NoContent();
        }
        catch (JsonException)
        {
            throw new Problem(400, "bad_json", "The report must be JSON.");
        }
    }

    // The Reporting API sends a list of {type, body}; older browsers send {"csp-report": …}.
    private static IEnumerable<JsonElement> All(JsonElement sent) =>
        sent.ValueKind switch
        {
            JsonValueKind.Array => sent.EnumerateArray()
                .Where(IsObject)
                .Select(report => report.TryGetProperty("body", out var body) ? body : report)
                .Where(IsObject),
            JsonValueKind.Object => sent.TryGetProperty("csp-report", out var body) && IsObject(body) ? [body] : [sent],
            _ => [],
        };

    private static bool IsObject(JsonElement element) => element.ValueKind is JsonValueKind.Object;

    /// <returns>The route of a URL of the console; other URLs and words, such as inline, are returned unchanged.</returns>
    private string Source(string text, HostString console) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Authority.Equals(console.Value, StringComparison.OrdinalIgnoreCase)
            ? LoggedRoute.Of(url, routes)
            : text;

    // Reports are untrusted: control characters are removed and the text is truncated before it is logged.
    private static string Text(JsonElement report, params string[] names) =>
        names
            .Select(name => report.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null)
            .FirstOrDefault(text => text is not null)
            is { } found
            ? new(found.Where(letter => !char.IsControl(letter)).Take(200).ToArray())
            : "?";
}
