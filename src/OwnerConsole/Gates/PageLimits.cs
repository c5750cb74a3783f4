using System.Threading.RateLimiting;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>
/// Allows four concurrent requests per person and queues the rest, so that many open windows of one user leave capacity for the team and for sign-in.
/// </summary>
internal sealed class PageLimits(RequestDelegate next) : IDisposable
{
    private const int AtOnce = 4,
        Waiting = 500;

    private readonly PartitionedRateLimiter<string> _turns = PartitionedRateLimiter.Create<string, string>(person =>
        RateLimitPartition.GetConcurrencyLimiter(person, _ => new() { PermitLimit = AtOnce, QueueLimit = Waiting })
    );

    public async Task Invoke(HttpContext context)
    {
        if (Caller.Of(context) is not { Kind: CallerKind.Person } person || context.GetEndpoint()?.Metadata.GetMetadata<EndlessResponse>() is not null)
        {
            await next(context);
            return;
        }
        using var turn = await _turns.AcquireAsync(person.Id, 1, context.RequestAborted);
        if (!turn.IsAcquired)
            throw new Problem(429, "too_many_pages", "Too many pages are loading at the same time. Close some windows and try again.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        await next(context);
    }

    public void Dispose() => _turns.Dispose();
}
