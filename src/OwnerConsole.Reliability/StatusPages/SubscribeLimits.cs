using System.Threading.RateLimiting;
using OwnerConsole.Data;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Rate limit of subscriptions: 5 at once and then one per minute for an IPv4 address or an IPv6 /64, 3 at once and then one per hour for an email address, and 60 at once and
/// then 10 per minute for all, so that many networks together can't send email to many strangers.</summary>
/// <remarks>Networks and addresses are hashed into a fixed number of buckets, so made-up values can't fill the memory.</remarks>
internal sealed class SubscribeLimits : IDisposable
{
    private const int Windows = 1 << 14;

    private readonly PartitionedRateLimiter<int> _networks = Buckets(5, TimeSpan.FromMinutes(1)),
        _addresses = Buckets(3, TimeSpan.FromHours(1));

    private readonly TokenBucketRateLimiter _all = new(
        new()
        {
            TokenLimit = 60,
            TokensPerPeriod = 10,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }
    );

    /// <exception cref="Problem">429: too many subscriptions from this network or for this address.</exception>
    public void Check(string? ip, string email)
    {
        using var network = _networks.AttemptAcquire(Window(ClientNetwork.Of(ip)));
        using var address = network.IsAcquired ? _addresses.AttemptAcquire(Window(email.ToUpperInvariant())) : null;
        using var any = address is { IsAcquired: true } ? _all.AttemptAcquire() : null;
        if (any is not { IsAcquired: true })
            throw new Problem(429, "too_many_subscriptions", "Too many subscriptions were requested. Wait a few minutes and try again.")
            {
                RetryAfter = TimeSpan.FromMinutes(1),
            };
    }

    public void Dispose()
    {
        _networks.Dispose();
        _addresses.Dispose();
        _all.Dispose();
    }

    private static int Window(string of) => HashCode.Combine(of) & (Windows - 1);

    private static PartitionedRateLimiter<int> Buckets(int atOnce, TimeSpan period) =>
        PartitionedRateLimiter.Create<int, int>(window =>
            RateLimitPartition.GetTokenBucketLimiter(
                window,
                _ =>
                    new()
                    {
                        TokenLimit = atOnce,
                        TokensPerPeriod = 1,
                        ReplenishmentPeriod = period,
                        QueueLimit = 0,
                    }
            )
        );
}
