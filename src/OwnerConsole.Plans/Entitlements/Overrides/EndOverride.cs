using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Entitlements.Overrides;

/// <summary>Ends a tenant's override, so that its limit comes from its plans again.</summary>
public sealed class EndOverride : Operation<OverrideFacts, EndOverride.Input>
{
    public sealed record Input([OptionsFrom(FeatureCatalogue.Source)] string Feature);

    public override Input Example => new("clients");

    public override OperationDefinition Definition =>
        new("tenant.end_override", "End override", "ended")
        {
            Group = ActionGroup.Limits,
            Noun = "override",
            RestoredByUndo = "The override is restored, unless it has expired or was replaced since.",
        };

    public override Task<IReadOnlyList<OverrideFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        OverrideFacts.Load(ids, input.Feature, work);

    public override Refusal? Refuse(OverrideFacts tenant, Input input) =>
        tenant.Entitlement is { Source: LimitSource.Override } ? null : new("no_override", $"{tenant} has no override for this feature.");

    public override Decision Decide(OverrideFacts tenant, Input input) =>
        new($"The limit of {tenant} for {new EntityReference(tenant.Entitlement!.Feature.FeatureId)} comes from its plans again."); // Refuse has excluded null.

    public override Task Execute(IReadOnlyList<OverrideFacts> accepted, Input input, UnitOfWork work) =>
        OverrideRows.Close([.. accepted.Select(tenant => tenant.Id)], input.Feature, openedBy: null, work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<OverrideFacts> subjects, string undoneRun, UnitOfWork work) =>
        OverrideRows.Reopen([.. subjects.Where(tenant => !tenant.HasEnded).Select(tenant => tenant.Id)], undoneRun, work);
}
