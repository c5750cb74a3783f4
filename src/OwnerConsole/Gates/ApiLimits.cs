using System.Globalization;
using System.Threading.RateLimiting;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Rate limit per API key: bursts of 100 requests, then 50 per second; 20 times as much for ingestion. There are only as many buckets as keys in use.</summary>
internal sealed class ApiLimits(RequestDelegate next) : IDisposable
{
    private const int Burst = 100,
        PerSecond = 50,
        Often = HighRateLimit.CallsPerSecond / PerSecond;

    private readonly PartitionedRateLimiter<string> _default = Buckets(1),
        _often = Buckets(Often);

    public async Task Invoke(HttpContext context)
    {
        if (Caller.Of(context) is not { Kind: CallerKind.Key } key)
        {
            await next(context);
            return;
        }
        var isOften = context.GetEndpoint()?.Metadata.GetMetadata<HighRateLimit>() is not null;
        var (buckets, times) = isOften ? (_often, Often) : (_default, 1);
        using var lease = buckets.AttemptAcquire(key.Id);
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";q={Burst * times};w={Burst / PerSecond}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";r={buckets.GetStatistics(key.Id)?.CurrentAvailablePermits ?? 0};t=1");
        if (!lease.IsAcquired)
            throw new Problem(
                429,
                "too_many_requests",
                $"Rate limit exceeded: at most {PerSecond * times} requests per second with this key. Wait a second and retry."
            )
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        await next(context);
    }

    public void Dispose()
    {
        _default.Dispose();
        _often.Dispose();
    }

    private static PartitionedRateLimiter<string> Buckets(int times) =>
        PartitionedRateLimiter.Create<string, string>(key =>
            RateLimitPartition.GetTokenBucketLimiter(
                key,
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
