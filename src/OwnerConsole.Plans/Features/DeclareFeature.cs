using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Plans.Features;

/// <summary>Adds a feature that plans can include: an on/off switch, a value, or an amount. Tenants get it from a plan, an override or the feature's default.</summary>
public sealed class DeclareFeature : Operation<NewFeatureFacts, DeclareFeature.Input>
{
    public sealed record Input(
        [Description("Key that your application uses, such as clients. It can't be changed later.")] string Key,
        [Description("Display name.")] string Name,
        [Description("Type of the feature. It can't be changed later.")] FeatureKind Kind = FeatureKind.Boolean,
        [Description("Singular name of the unit, such as client or GB, for counted features.")] string Unit = "",
        [Description("Period after which a counter restarts at 0. For a rate: second, minute or hour.")] ResetInterval Resets = ResetInterval.Month,
        [Description("Decimal places of amounts, 0 to 6, for counted features.")] int Decimals = 0,
        [Description("Default for tenants whose plans set no limit: on or off, a number, unlimited, or a value. Leave blank for nothing.")]
            string? Allows = null,
        [Description("Action when the limit is reached.")] Enforcement Enforcement = Enforcement.Hard,
        [Description("Percentage allowed above the limit, for burst enforcement.")] int Burst = 0,
        [Description("How your application decides while the console is unreachable.")] OutagePolicy Outage = OutagePolicy.Closed,
        [Description(
            "Reported data that usage is counted from: members, members:client (one role), sessions or meter:storage. Leave blank if your application claims usage itself."
        )]
            string? Counts = null
    )
    {
        internal KnownFeature Feature(string id) =>
            new(id, Key, Kind, Resets, Decimals, Name, Unit, Allows ?? Allowance.None(Kind).Text, Enforcement, Burst, Outage, Counts ?? "");
    }

    public override Input Example => new("clients", "Clients", FeatureKind.Gauge, "client");

    public override OperationDefinition Definition =>
        new("feature.declare", "Add feature", "added")
        {
            Subject = "platform",
            Noun = "feature",
            RestoredByUndo = "The feature is retired, unless it has changed since.",
        };

    public override async Task<IReadOnlyList<NewFeatureFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var isTaken = await work.One<bool>("select exists (select 1 from features.features where key = @Key and closed_by is null)", new { input.Key });
        return [new(work.NewId("fea", IdGenerator.Platform), isTaken, await FeatureRules.LacksMeter(input.Counts, work))];
    }

    public override Refusal? Refuse(NewFeatureFacts platform, Input input) =>
        !KeyText.Pattern().IsMatch(input.Key) ? new("bad_key", $"A feature key must have 1 to 64 lowercase letters, digits, dots, dashes or underscores.")
        : platform.IsKeyTaken ? new("key_taken", $"A feature with this key already exists.")
        : platform.LacksMeter ? FeatureRules.UnknownMeter
        : FeatureRules.Check(input.Feature(platform.NewId));

    public override Decision Decide(NewFeatureFacts platform, Input input) =>
        new(
            Sentence.Say($"Plans can include a new feature of type {input.Kind}."),
            new Effect("allows", null, FeatureRules.Normalize(input.Feature(platform.NewId)).Allows)
        )
        {
            Created = platform.NewId,
        };

    public override Task Execute(IReadOnlyList<NewFeatureFacts> accepted, Input input, UnitOfWork work) =>
        FeatureRows.Open(FeatureRules.Normalize(input.Feature(accepted[0].NewId)), work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewFeatureFacts> subjects, string undoneRun, UnitOfWork work) =>
        await FeatureCatalogue.Revert(undoneRun, work) > 0 ? [IdGenerator.Platform] : [];
}
