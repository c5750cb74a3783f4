using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Features;

/// <summary>Retires a feature. No tenant has it any more, and requests for it are answered as unknown. The limits in plans are kept.</summary>
public sealed class RetireFeature : Operation<FeatureFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("feature.retire", "Retire feature", "retired")
        {
            Group = ActionGroup.Danger,
            RestoredByUndo = "The feature is available again with its limits, unless another feature uses its key.",
        };

    public override Task<IReadOnlyList<FeatureFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => FeatureFacts.Load(ids, work);

    public override Refusal? Refuse(FeatureFacts feature, NoInput input) => feature.IsRetired ? new("already_retired", $"{feature} is already retired.") : null;

    public override Decision Decide(FeatureFacts feature, NoInput input) =>
        new($"No tenant has {feature} any more, and requests for it are answered as unknown.", new Effect("retired", false, true));

    public override Task Execute(IReadOnlyList<FeatureFacts> accepted, NoInput input, UnitOfWork work) =>
        FeatureRows.Rows.Close([.. accepted.Select(feature => feature.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<FeatureFacts> subjects, string undoneRun, UnitOfWork work) =>
        FeatureRows.Reopen([.. subjects.Select(feature => feature.Id)], undoneRun, work);
}
