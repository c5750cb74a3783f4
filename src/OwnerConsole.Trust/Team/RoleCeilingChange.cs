using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>A role and its ceiling for a permission, as the subject of an operation.</summary>
/// <param name="Now">Current ceiling for the permission; null for none.</param>
/// <param name="Currency">Reporting currency.</param>
public sealed record RoleCeilingChange(RoleFacts Role, Ceiling? Now, string Currency) : ISubject
{
    public string Id => Role.Id;

    public string TenantId => Role.TenantId;

    public long Revision => Role.Revision;
}
