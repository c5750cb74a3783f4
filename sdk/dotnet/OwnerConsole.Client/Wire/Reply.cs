using System.Net;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>What came back.</summary>
/// <param name="Status">null when the console was not reached, or did not answer in time</param>
/// <param name="RetryAfter">what it asks for</param>
internal sealed record Reply(HttpStatusCode? Status, byte[] Body, TimeSpan? RetryAfter = null)
{
    public static readonly Reply None = new(null, []);

    public bool IsGood => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    /// <summary>The same may be answered otherwise a little later.</summary>
    public bool IsPassing => Status is not { } status || Backoff.IsWorthWaiting(status) && !IsOfARate;

    /// <summary>A tenant may not use so much: more than it has, or more than its rate allows just now.</summary>
    public bool IsOfALimit => Status is HttpStatusCode.PaymentRequired || IsOfARate;

    /// <summary>The tenant is too fast, not the application: whoever waits for it should hear so.</summary>
    private bool IsOfARate => Status is HttpStatusCode.TooManyRequests && Code() is "rate_limited";

    private string? Code()
    {
        try
        {
            return JsonSerializer.Deserialize<Refusal>(Body, ConsoleJson.Options)?.Code;
        }
        catch (JsonException) // of something between the application and the console
        {
            return null;
        }
    }

    private sealed record Refusal(string? Code);
}
