using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Completes key rotations: re-encrypts secrets that still use an older key, then retires the older key.</summary>
public sealed class KeyUpkeep(KeyRing ring, Resealing resealing, KeyUses uses) : IWorkKind
{
    public string Name => "secrets.upkeep";

    /// <summary>Daily, because it scans all encrypted data and nothing waits for it.</summary>
    public TimeSpan? Every => TimeSpan.FromDays(1);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        await Once(stop);
        return WorkOutcome.Over;
    }

    public async Task Once(CancellationToken stop)
    {
        if (ring.Read().Keys.Count == 1)
            return;
        await foreach (var _ in resealing.Pass(stop)) { }
        await uses.Retire(stop);
    }
}
