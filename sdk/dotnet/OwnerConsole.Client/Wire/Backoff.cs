using System.Net;
using System.Security.Cryptography;

namespace OwnerConsole.Client;

/// <summary>How long to wait before the same is sent again: a quarter of a second at first, twice as long each time, half a minute at most.</summary>
internal static class Backoff
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <param name="failures">before this one</param>
    /// <param name="asked">what <c>Retry-After</c> asks for</param>
    /// <returns>a fifth more or less by chance, so that many processes don't come back at once; never sooner than it was asked for</returns>
    public static TimeSpan After(int failures, TimeSpan? asked)
    {
        var wait = s_first * Math.Pow(2, Math.Min(failures, 10));
        var chance = RandomNumberGenerator.GetInt32(800, 1201) / 1000.0;
        wait = (wait < s_longest ? wait : s_longest) * chance;
        return asked > wait ? asked.Value : wait;
    }

    public static bool IsWorthWaiting(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
