using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>A role with its new name and permissions.</summary>
public sealed record RoleChange(RoleFacts Now, RoleDefinition After, bool IsNameTaken) : ISubject
{
    public string Id => Now.Id;

    public string TenantId => Now.TenantId;

    public long Revision => Now.Revision;

    public bool IsSame =>
        After.Name == Now.Name
        && After.Permissions.Order(StringComparer.Ordinal).SequenceEqual(Now.Grants.Order(StringComparer.Ordinal), StringComparer.Ordinal);
}
