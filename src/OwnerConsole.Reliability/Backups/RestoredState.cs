using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Whether the platform is held after a restore.</summary>
/// <param name="Waiting">Number of pending emails and webhook deliveries.</param>
public sealed record RestoredState(bool IsHeld, long Waiting) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => IsHeld ? 2 : 1;

    public static async Task<RestoredState> Load(UnitOfWork work)
    {
        var isHeld = await Restores.FindForUpdate(work) is not null;
        var waiting = await work.One<long>(
            "select count(*) from work.items where lane = 'mail' or lane like 'mail:%' or lane like 'hook:%' or lane like 'channel:%'"
        );
        return new(isHeld, waiting);
    }
}
