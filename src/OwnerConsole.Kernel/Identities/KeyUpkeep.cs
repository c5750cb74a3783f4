using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Finishes what a rotation has left: what was sealed with an older key at the last moment, and the older key itself.</summary>
public sealed class KeyUpkeep(KeyRing ring, Resealing resealing, KeyUses uses) : IWorkKind
{
    public string Name => "secrets.upkeep";

    /// <summary>It goes through everything that is sealed, and nothing waits for it.</summary>
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
