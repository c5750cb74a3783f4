using System.Threading.RateLimiting;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>
/// Rate limit of the portal: bursts of 30 requests, then 5 per second for each session, and 20 times as much for each address, which a whole company may share.
/// Runs before the session is looked up.
/// </summary>
/// <remarks>Cookies and addresses are hashed into a fixed number of buckets, so made-up values can't fill the memory.</remarks>
internal sealed class PortalLimits(RequestDelegate next) : IDisposable
{
    public const int Burst = 30;

    private const int PerSecond = 5,
        PerAddress = 20,
        Windows = 1 << 14;

    private readonly PartitionedRateLimiter<int> _people = Buckets(1),
        _addresses = Buckets(PerAddress);

    public async Task Invoke(HttpContext context)
    {
        if (!PortalResponses.IsPortal(context))
        {
            await next(context);
            return;
        }
        using var address = _addresses.AttemptAcquire(Window(ClientInfo.Of(context).Ip));
        using var person = address.IsAcquired && PortalCookie.Read(context) is { } cookie ? _people.AttemptAcquire(Window(cookie)) : null;
        if (!address.IsAcquired || person is { IsAcquired: false })
            throw new Problem(429, "too_many_pages", "Too many requests. Wait a few seconds and try again.") { RetryAfter = TimeSpan.FromSeconds(2) };
        await next(context);
    }

    public void Dispose()
    {
        _people.Dispose();
        _addresses.Dispose();
    }

    private static int Window(string? of) => HashCode.Combine(of) & (Windows - 1);

    private static PartitionedRateLimiter<int> Buckets(int times) =>
        PartitionedRateLimiter.Create<int, int>(window =>
            RateLimitPartition.GetTokenBucketLimiter(
                window,
                _ =>
                    new()
                    {
                        TokenLimit = Burst * times,
                        TokensPerPeriod = PerSecond * times,
                        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                        QueueLimit = 0,
                    }
            )
        );
}
