using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.EmergencyStops;

/// <summary>The state of the emergency stop.</summary>
/// <param name="Waiting">Number of pending jobs.</param>
public sealed record PlatformState(bool IsStopped, long Waiting) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public long Revision => IsStopped ? 2 : 1;

    public static async Task<IReadOnlyList<PlatformState>> Load(IReadOnlyList<string> ids, Work work)
    {
        if (!ids.Contains(IdSource.Platform))
            return [];
        var state = await EmergencyStop.Take(work);
        return [new(state.Stopped, state.Waiting)];
    }
}
