using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Access.Public;

/// <summary>Access actions of a member: the one that applies to their current state.</summary>
public static class MemberAccessActions
{
    /// <returns>The operation that a button on the member's page offers.</returns>
    public static OperationDefinition For(bool isSuspended) => isSuspended ? new ReactivateMember().Definition : new SuspendMember().Definition;

    /// <summary>The actions first offered for several members.</summary>
    public static IReadOnlyList<OperationDefinition> BulkActions => [new SuspendMember().Definition, new ReactivateMember().Definition];
}
