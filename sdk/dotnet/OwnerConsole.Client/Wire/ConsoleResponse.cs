using System.Net;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>Response of the console.</summary>
/// <param name="Status">Null if the console was unreachable or did not respond in time.</param>
/// <param name="RetryAfter">Delay requested by the console.</param>
internal sealed record ConsoleResponse(HttpStatusCode? Status, byte[] Body, TimeSpan? RetryAfter = null)
{
    public static readonly ConsoleResponse None = new(null, []);

    public bool IsSuccess => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    /// <summary>True if a retry may succeed.</summary>
    public bool IsTransient => Status is not { } status || Backoff.IsWorthWaiting(status) && !IsRateLimited;

    /// <summary>True if the tenant's limit or rate limit was reached.</summary>
    public bool IsLimitReached => Status is HttpStatusCode.PaymentRequired || IsRateLimited;

    /// <summary>True if the tenant's rate limit was reached; the caller should know immediately instead of retrying.</summary>
    private bool IsRateLimited => Status is HttpStatusCode.TooManyRequests && Code() is "rate_limited";

    private string? Code()
    {
        try
        {
            return JsonSerializer.Deserialize<ErrorBody>(Body, ConsoleJson.Options)?.Code;
        }
        catch (JsonException) // from a proxy between the application and the console
        {
            return null;
        }
    }

    private sealed record ErrorBody(string? Code);
}
