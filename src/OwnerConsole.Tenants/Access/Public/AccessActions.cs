using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Access.Public;

/// <summary>Access actions of a tenant or a member: the one that applies to the current state, and for a tenant why it would be refused.</summary>
public static class AccessActions
{
    /// <returns>The action that applies now. It is returned even if the caller isn't permitted, with the people who are.</returns>
    public static async Task<IReadOnlyList<Choice>> For(Caller caller, string tenantId, DenialExplainer denials, UnitOfWork work)
    {
        if ((await TenantFacts.Load([tenantId], work)) is not [var facts])
            return [];
        SuspendTenant suspend = new();
        ReactivateTenant reactivate = new();
        var choice = facts.Suspended
            ? new Choice(reactivate.Definition, reactivate.Refuse(facts, new())?.Sentence)
            : new Choice(suspend.Definition, suspend.Refuse(facts, new())?.Sentence);
        return [choice with { Denied = (await denials.Of(caller, [choice.Definition], work)).SingleOrDefault() }];
    }

    /// <summary>The actions first offered for several tenants.</summary>
    public static IReadOnlyList<OperationDefinition> BulkActions => [new SuspendTenant().Definition, new ReactivateTenant().Definition];

    /// <returns>The operation that a button on the page of a member offers.</returns>
    public static OperationDefinition OfMember(bool isSuspended) => isSuspended ? new ReactivateMember().Definition : new SuspendMember().Definition;

    /// <summary>The actions first offered for several members.</summary>
    public static IReadOnlyList<OperationDefinition> BulkActionsOfMembers => [new SuspendMember().Definition, new ReactivateMember().Definition];

    /// <param name="Refusal">Why the action is not possible now; null if it is.</param>
    public sealed record Choice(OperationDefinition Definition, Sentence? Refusal)
    {
        /// <summary>Why the caller is not permitted, and who is; null if they are permitted.</summary>
        public PermissionDenial? Denied { get; init; }
    }
}
