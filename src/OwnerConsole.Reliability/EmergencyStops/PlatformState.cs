using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.EmergencyStops;

/// <summary>The state of the emergency stop.</summary>
/// <param name="Waiting">Number of pending jobs.</param>
public sealed record PlatformState(bool IsStopped, long Waiting) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => IsStopped ? 2 : 1;

    public static async Task<IReadOnlyList<PlatformState>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var state = await EmergencyStop.Lock(work);
        return [new(state.Stopped, state.Waiting)];
    }
}
