using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Identity;

/// <summary>Completes key rotations: re-encrypts secrets that still use an older key, then retires the older key.</summary>
public sealed class KeyUpkeep(KeyRing ring, SecretReencryptor resealing, KeyUses uses) : IWorkHandler
{
    public string Name => "secrets.upkeep";

    public string Title => "Complete key rotations";

    /// <summary>Daily, because it scans all encrypted data and nothing waits for it.</summary>
    public TimeSpan? Interval => TimeSpan.FromDays(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await RunOnce(stop);
        return WorkOutcome.Completed;
    }

    public async Task RunOnce(CancellationToken stop)
    {
        if (ring.Read().Keys.Count == 1)
            return;
        await foreach (var _ in resealing.ReencryptAll(stop)) { }
        await uses.Retire(stop);
    }
}
