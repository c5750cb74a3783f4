using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Tenants.Access.Public;

/// <summary>The buttons of a tenant's access: which one answers its need now, and why one would be refused.</summary>
public static class AccessActions
{
    /// <returns>the one that answers the need first, also when the caller may not: then it says who may</returns>
    public static async Task<IReadOnlyList<Choice>> For(Caller caller, string tenantId, Denials denials, Work work)
    {
        if ((await TenantFacts.Load([tenantId], work)) is not [var facts])
            return [];
        SuspendTenant suspend = new();
        ReactivateTenant reactivate = new();
        var choice = facts.Suspended
            ? new Choice(reactivate.Is, reactivate.Refuse(facts, new())?.Sentence)
            : new Choice(suspend.Is, suspend.Refuse(facts, new())?.Sentence);
        return [choice with { Denied = (await denials.Of(caller, [choice.Is], work)).SingleOrDefault() }];
    }

    /// <summary>What is done to many tenants first of all.</summary>
    public static IReadOnlyList<Declaration> ForMany => [new SuspendTenant().Is, new ReactivateTenant().Is];

    /// <param name="Refusal">why it can't be done now; null when it can</param>
    public sealed record Choice(Declaration Is, Sentence? Refusal)
    {
        /// <summary>Why the caller may not, and who may; null when they may.</summary>
        public Denied? Denied { get; init; }
    }
}
