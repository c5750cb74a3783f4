using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>The platform, as the subject of creating a role.</summary>
/// <param name="NewId">Id of the new role.</param>
/// <param name="Key">Key of the new role: its name in lower case.</param>
/// <param name="IsWithin">Whether the caller has all permissions of the role, and no ceiling that the role would bypass.</param>
/// <param name="Hides">Field classes hidden from the caller, which the new role hides as well.</param>
public sealed record NewRoleFacts(string NewId, string Key, bool IsNameTaken, bool IsWithin, IReadOnlyList<string> Hides) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => IsNameTaken ? 2 : 1;
}
