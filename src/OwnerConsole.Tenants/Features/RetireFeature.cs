using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Features;

/// <summary>Takes a feature away from everybody: nobody is granted it any more, and asking for it is answered as unknown. What plans say of it is kept.</summary>
public sealed class RetireFeature : Operation<FeatureFacts, RetireFeature.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("feature.retire", "Retire feature", "retired") { ComesBack = "The feature, and who has it, unless another took its key." };

    public override Task<IReadOnlyList<FeatureFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => FeatureFacts.Load(ids, work);

    public override Refusal? Refuse(FeatureFacts feature, Nothing input) => feature.IsRetired ? new("already_retired", $"{feature} is already retired.") : null;

    public override Decision Decide(FeatureFacts feature, Nothing input) =>
        new($"Nobody has {feature} any more; whoever asks for it is told that there is no such feature.", new Effect("retired", false, true));

    public override Task Execute(IReadOnlyList<FeatureFacts> accepted, Nothing input, Work work) =>
        FeatureRows.Close([.. accepted.Select(feature => feature.Id)], openedBy: null, work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<FeatureFacts> subjects, string undoneRun, Work work) =>
        FeatureRows.Reopen([.. subjects.Select(feature => feature.Id)], undoneRun, work);
}
