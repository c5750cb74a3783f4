using System.Net;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>Response of the console.</summary>
/// <param name="Status">Null if the console was unreachable or did not respond in time.</param>
/// <param name="RetryAfter">Delay requested by the console.</param>
internal sealed record Reply(HttpStatusCode? Status, byte[] Body, TimeSpan? RetryAfter = null)
{
    public static readonly Reply None = new(null, []);

    public bool IsGood => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    /// <summary>True if a retry may succeed.</summary>
    public bool IsPassing => Status is not { } status || Backoff.IsWorthWaiting(status) && !IsOfARate;

    /// <summary>True if the tenant's limit or rate limit was reached.</summary>
    public bool IsOfALimit => Status is HttpStatusCode.PaymentRequired || IsOfARate;

    /// <summary>True if the tenant's rate limit was reached; the caller should know immediately instead of retrying.</summary>
    private bool IsOfARate => Status is HttpStatusCode.TooManyRequests && Code() is "rate_limited";

    private string? Code()
    {
        try
        {
            return JsonSerializer.Deserialize<Refusal>(Body, ConsoleJson.Options)?.Code;
        }
        catch (JsonException) // from a proxy between the application and the console
        {
            return null;
        }
    }

    private sealed record Refusal(string? Code);
}
