using System.Globalization;
using System.Threading.RateLimiting;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>A hundred calls at once and fifty a second after that, for each key; there are only as many buckets as keys in use.</summary>
internal sealed class ApiLimits(RequestDelegate next) : IDisposable
{
    private const int Burst = 100,
        PerSecond = 50;

    private readonly PartitionedRateLimiter<string> _buckets = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetTokenBucketLimiter(
            key,
            _ =>
                new()
                {
                    TokenLimit = Burst,
                    TokensPerPeriod = PerSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                }
        )
    );

    public async Task Invoke(HttpContext context)
    {
        if (Caller.Of(context) is not { Kind: CallerKind.Key } key)
        {
            await next(context);
            return;
        }
        using var lease = _buckets.AttemptAcquire(key.Id);
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";q={Burst};w={Burst / PerSecond}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";r={_buckets.GetStatistics(key.Id)?.CurrentAvailablePermits ?? 0};t=1");
        if (!lease.IsAcquired)
            throw new Problem(429, "too_many_requests", $"More than {PerSecond} requests a second with this key. Wait a second and send it again.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        await next(context);
    }

    public void Dispose() => _buckets.Dispose();
}
