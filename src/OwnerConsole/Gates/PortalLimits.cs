using System.Threading.RateLimiting;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>
/// Thirty requests at once and five a second after that for whoever was let in to a tenant's own pages, and twenty times as many for one address, behind which a whole
/// company may sit. It is asked before anybody looks whose cookie it is.
/// </summary>
/// <remarks>Cookies and addresses are folded into a fixed number of buckets, so that invented ones can't fill the memory.</remarks>
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
        if (!PortalAnswers.Has(context))
        {
            await next(context);
            return;
        }
        using var address = _addresses.AttemptAcquire(Window(Client.Of(context).Ip));
        using var person = address.IsAcquired && PortalCookie.Read(context) is { } cookie ? _people.AttemptAcquire(Window(cookie)) : null;
        if (!address.IsAcquired || person is { IsAcquired: false })
            throw new Problem(429, "too_many_pages", "These pages were asked for too often. Wait a few seconds and try again.")
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            };
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
