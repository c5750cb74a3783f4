using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <param name="Now">the ceiling of what is meant; null for none</param>
/// <param name="Currency">that sums are reported in</param>
public sealed record RoleUnderCeiling(RoleFacts Role, Ceiling? Now, string Currency) : ISubject
{
    public string Id => Role.Id;

    public string TenantId => Role.TenantId;

    public long Revision => Role.Revision;
}
