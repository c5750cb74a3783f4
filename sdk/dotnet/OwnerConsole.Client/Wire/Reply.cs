using System.Net;

namespace OwnerConsole.Client;

/// <summary>What came back.</summary>
/// <param name="Status">null when the console was not reached, or did not answer in time</param>
/// <param name="RetryAfter">what it asks for</param>
internal sealed record Reply(HttpStatusCode? Status, byte[] Body, TimeSpan? RetryAfter = null)
{
    public static readonly Reply None = new(null, []);

    public bool IsGood => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    /// <summary>The same may be answered otherwise a little later.</summary>
    public bool IsPassing => Status is not { } status || Backoff.IsWorthWaiting(status);
}
