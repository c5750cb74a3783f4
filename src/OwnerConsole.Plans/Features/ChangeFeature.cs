using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Features;

/// <summary>Changes the name, unit, default and enforcement of a feature. Its key and kind can't change.</summary>
public sealed class ChangeFeature : Operation<FeatureFacts, ChangeFeature.Input>
{
    public sealed record Input(
        [Description("Display name. Leave blank to keep the current one.")] string? Name = null,
        [Description("Singular name of the unit, such as client or GB.")] string? Unit = null,
        [Description("Default for tenants whose plans set no limit.")] string? Allows = null,
        [Description("Action when the limit is reached.")] Enforcement? Enforcement = null,
        [Description("Percentage allowed above the limit, for burst enforcement.")] int? Burst = null,
        [Description("How your application decides while the console is unreachable.")] OutagePolicy? Outage = null,
        [Description("Reported data that usage is counted from: members, members:client (one role), sessions or meter:storage. It can't be cleared later.")]
            string? Counts = null
    );

    public override Input Example => new("Active clients");

    public override OperationDefinition Definition =>
        new("feature.change", "Change feature", "changed") { RestoredByUndo = "The previous settings are restored, unless they have changed since." };

    public override Task<IReadOnlyList<FeatureFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        FeatureFacts.Load(ids, work, input.Counts);

    public override Refusal? Refuse(FeatureFacts feature, Input input) =>
        feature.IsRetired ? new("retired", $"{feature} is retired.")
        : feature.LacksMeter ? FeatureRules.UnknownMeter
        : FeatureRules.Check(After(feature, input)) is { } trouble ? trouble
        : FeatureRules.Normalize(After(feature, input)) == feature.Feature ? new("no_change", $"{feature} already has these settings.")
        : null;

    public override Decision Decide(FeatureFacts feature, Input input)
    {
        var (before, after) = (feature.Feature, FeatureRules.Normalize(After(feature, input)));
        return new(
            $"{feature} changes for every tenant that has it.",
            new("allows", before.Allows, after.Allows),
            new("enforcement", before.Enforcement, after.Enforcement),
            new("burst", before.Burst, after.Burst),
            new("outage", before.Outage, after.Outage),
            new("counts", before.Counts, after.Counts)
        );
    }

    public override async Task Execute(IReadOnlyList<FeatureFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var feature in accepted) // one query each: there are only a few
            await FeatureRows.Open(FeatureRules.Normalize(After(feature, input)), work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<FeatureFacts> subjects, string undoneRun, UnitOfWork work) =>
        await FeatureRows.Reopen(await FeatureRows.Rows.CloseOpenedBy([.. subjects.Select(feature => feature.Id)], undoneRun, work), undoneRun, work);

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
