using System.Threading.RateLimiting;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>
/// Four requests at once for each person, whatever their method, more wait their turn: a hundred windows of one leave room for the rest of the team and for sign-in.
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
        if (Caller.Of(context) is not { Kind: CallerKind.Person } person || context.GetEndpoint()?.Metadata.GetMetadata<EndlessAnswer>() is not null)
        {
            await next(context);
            return;
        }
        using var turn = await _turns.AcquireAsync(person.Id, 1, context.RequestAborted);
        if (!turn.IsAcquired)
            throw new Problem(429, "too_many_pages", "Hundreds of your pages are on their way already. Close some windows and try again.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        await next(context);
    }

    public void Dispose() => _turns.Dispose();
}

/// <summary>On a route whose response never ends: it has a separate limit and takes no turn from other requests.</summary>
internal sealed class EndlessAnswer;
