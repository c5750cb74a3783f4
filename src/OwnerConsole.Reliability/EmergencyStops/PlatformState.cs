using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.EmergencyStops;

/// <summary>The platform, stopped or not.</summary>
/// <param name="Waiting">work items that wait for their turn</param>
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
