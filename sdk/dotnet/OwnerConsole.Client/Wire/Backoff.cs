using System.Net;
using System.Security.Cryptography;

namespace OwnerConsole.Client;

/// <summary>Delay before a retry: a quarter of a second at first, then doubling up to 30 seconds.</summary>
internal static class Backoff
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_max = TimeSpan.FromSeconds(30);

    /// <param name="failures">Number of previous failures.</param>
    /// <param name="asked">Delay requested by <c>Retry-After</c>.</param>
    /// <returns>The delay with up to 20% of random variation, so that many processes don't retry simultaneously; never shorter than requested.</returns>
    public static TimeSpan After(int failures, TimeSpan? asked)
    {
        var wait = s_first * Math.Pow(2, Math.Min(failures, 10));
        var chance = RandomNumberGenerator.GetInt32(800, 1201) / 1000.0;
        wait = (wait < s_max ? wait : s_max) * chance;
        return asked > wait ? asked.Value : wait;
    }

    public static bool IsWorthWaiting(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
