using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Features;

/// <summary>Changes what a feature is called, what everybody has of it, and what happens where it is used up. Its key and its kind stay.</summary>
public sealed class ChangeFeature : Operation<FeatureFacts, ChangeFeature.Input>
{
    public sealed record Input(
        [Description("As people read it; what is left empty stays as it is.")] string? Name = null,
        [Description("What one is called.")] string? Unit = null,
        [Description("What everybody has whose plan doesn't say.")] string? Allows = null,
        [Description("What happens where the limit is reached.")] Enforcement? Enforcement = null,
        [Description("Hundredths of the limit that are allowed above it; for a burst.")] int? Burst = null,
        [Description("What your application answers itself while the console can't be reached.")] Outage? Outage = null,
        [Description("Reported data that the use is counted from: members, members:client (one role), sessions or meter:storage. It can't be emptied again.")]
            string? Counts = null
    );

    public override Input Example => new("Active clients");

    public override Declaration Is => new("feature.change", "Change feature", "changed") { ComesBack = "What it was, unless it was changed since." };

    public override Task<IReadOnlyList<FeatureFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => FeatureFacts.Load(ids, work, input.Counts);

    public override Refusal? Refuse(FeatureFacts feature, Input input) =>
        feature.IsRetired ? new("retired", $"{feature} is retired.")
        : feature.LacksMeter ? FeatureRules.NoSuchMeter
        : FeatureRules.Check(After(feature, input)) is { } trouble ? trouble
        : FeatureRules.Kept(After(feature, input)) == feature.Feature ? new("no_change", $"{feature} is like this already.")
        : null;

    public override Decision Decide(FeatureFacts feature, Input input)
    {
        var (before, after) = (feature.Feature, FeatureRules.Kept(After(feature, input)));
        return new(
            $"{feature} is changed for everybody who has it.",
            new("allows", before.Allows, after.Allows),
            new("enforcement", before.Enforcement, after.Enforcement),
            new("burst", before.Burst, after.Burst),
            new("outage", before.Outage, after.Outage),
            new("counts", before.Counts, after.Counts)
        );
    }

    public override async Task Execute(IReadOnlyList<FeatureFacts> accepted, Input input, Work work)
    {
        foreach (var feature in accepted) // a handful at most
            await FeatureRows.Open(FeatureRules.Kept(After(feature, input)), work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<FeatureFacts> subjects, string undoneRun, Work work) =>
        await FeatureRows.Reopen(await FeatureRows.Close([.. subjects.Select(feature => feature.Id)], undoneRun, work), undoneRun, work);

    private static KnownFeature After(FeatureFacts facts, Input input) =>
        facts.Feature with
        {
            Name = input.Name ?? facts.Feature.Name,
            Unit = input.Unit ?? facts.Feature.Unit,
            Allows = input.Allows ?? facts.Feature.Allows,
            Enforcement = input.Enforcement ?? facts.Feature.Enforcement,
            Burst = input.Burst ?? facts.Feature.Burst,
            Outage = input.Outage ?? facts.Feature.Outage,
            Counts = input.Counts is { Length: > 0 } counts ? counts : facts.Feature.Counts,
        };
}
