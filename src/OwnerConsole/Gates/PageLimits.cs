using System.Threading.RateLimiting;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>
/// Four pages at once for each person, more wait their turn: a hundred windows of one leave room for whoever else works here or signs in.
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
        if (!HttpMethods.IsGet(context.Request.Method) || Answer.IsProgram(context) || Caller.Of(context) is not { Kind: CallerKind.Person } person)
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
