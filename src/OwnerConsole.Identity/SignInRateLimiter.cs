using System.Threading.RateLimiting;

namespace OwnerConsole.Identity;

/// <summary>
/// Limits sign-in attempts to five per minute for an address and account, and thirty per minute for an address. Checked before anything is hashed.
/// </summary>
/// <remarks>Account names are hashed into a fixed number of windows, so that invented names can't fill the memory.</remarks>
public sealed class SignInRateLimiter : IDisposable
{
    private const int PartitionCount = 1 << 14;

    private readonly PartitionedRateLimiter<int> _accounts = Limiter(5);
    private readonly PartitionedRateLimiter<int> _addresses = Limiter(30);

    /// <param name="account">Typed account name, or a person's id.</param>
    public bool Allow(ClientInfo client, string account)
    {
        using var address = _addresses.AttemptAcquire(PartitionOf(client.Ip, ""));
        using var both = _accounts.AttemptAcquire(PartitionOf(client.Ip, account.Trim().ToUpperInvariant()));
        return address.IsAcquired && both.IsAcquired;
    }

    /// <summary>For requests that can't be used for guessing but are expensive.</summary>
    public bool Allow(ClientInfo client)
    {
        using var address = _addresses.AttemptAcquire(PartitionOf(client.Ip, ""));
        return address.IsAcquired;
    }

    public void Dispose()
    {
        _accounts.Dispose();
        _addresses.Dispose();
    }

    private static int PartitionOf(string? ip, string account) => HashCode.Combine(ip, account) & (PartitionCount - 1);

    private static PartitionedRateLimiter<int> Limiter(int tries) =>
        PartitionedRateLimiter.Create<int, int>(window =>
            RateLimitPartition.GetSlidingWindowLimiter(
                window,
                _ =>
                    new()
                    {
                        PermitLimit = tries,
                        Window = TimeSpan.FromMinutes(1),
                        SegmentsPerWindow = 6,
                    }
            )
        );
}
