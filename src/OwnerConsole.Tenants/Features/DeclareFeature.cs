using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Features;

/// <summary>Declares something that plans grant: a function that is on or off, a value, or an amount. Nobody has it before a plan or an override grants it, unless it is granted to all.</summary>
public sealed class DeclareFeature : Operation<NewFeatureFacts, DeclareFeature.Input>
{
    public sealed record Input(
        [Description("As your application asks for it, such as clients. It stays for ever.")] string Key,
        [Description("As people read it.")] string Name,
        [Description("What it is; it stays for ever.")] FeatureKind Kind = FeatureKind.Boolean,
        [Description("What one is called, such as client or GB; for what is counted.")] string Unit = "",
        [Description("After how long a counter begins at nothing again, or what was used of a rate has come back: a second, a minute or an hour.")]
            Reset Resets = Reset.Month,
        [Description("Places that an amount of it may have, 0 to 6; for what is counted.")] int Decimals = 0,
        [Description("What everybody has whose plan doesn't say: on or off, a number or unlimited, or a value. Empty for nothing.")] string? Allows = null,
        [Description("What happens where the limit is reached.")] Enforcement Enforcement = Enforcement.Hard,
        [Description("Hundredths of the limit that are allowed above it; for a burst.")] int Burst = 0,
        [Description("What your application answers itself while the console can't be reached.")] Outage Outage = Outage.Closed,
        [Description(
            "Reported data that the use is counted from: members, members:client (one role), sessions or meter:storage. Empty: your application claims what it uses."
        )]
            string? Counts = null
    )
    {
        internal KnownFeature Feature(string id) =>
            new(id, Key, Kind, Resets, Decimals, Name, Unit, Allows ?? Allowance.None(Kind).Text, Enforcement, Burst, Outage, Counts ?? "");
    }

    public override Input Example => new("clients", "Clients", FeatureKind.Gauge, "client");

    public override Declaration Is =>
        new("feature.declare", "Declare feature", "declared")
        {
            Subject = "platform",
            Noun = "feature",
            ComesBack = "The feature is retired, unless it was changed since.",
        };

    public override async Task<IReadOnlyList<NewFeatureFacts>> Load(IReadOnlyList<string> ids, Input input, Work work)
    {
        if (!ids.Contains(IdSource.Platform))
            return [];
        var isTaken = await work.One<bool>("select exists (select 1 from features.features where key = @Key and closed_by is null)", new { input.Key });
        return [new(work.NewId("fea", IdSource.Platform), isTaken, await FeatureRules.LacksMeter(input.Counts, work))];
    }

    public override Refusal? Refuse(NewFeatureFacts platform, Input input) =>
        !KeyText.Form().IsMatch(input.Key) ? new("bad_key", $"A feature's key has 1 to 64 small letters, digits, points, dashes or underscores.")
        : platform.IsKeyTaken ? new("key_taken", $"There is a feature with this key.")
        : platform.LacksMeter ? FeatureRules.NoSuchMeter
        : FeatureRules.Check(input.Feature(platform.NewId));

    public override Decision Decide(NewFeatureFacts platform, Input input) =>
        new(Sentence.Say($"Plans can grant a new feature, {input.Kind}."), new Effect("allows", null, FeatureRules.Kept(input.Feature(platform.NewId)).Allows))
        {
            Created = platform.NewId,
        };

    public override Task Execute(IReadOnlyList<NewFeatureFacts> accepted, Input input, Work work) =>
        FeatureRows.Open(FeatureRules.Kept(input.Feature(accepted[0].NewId)), work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewFeatureFacts> subjects, string undoneRun, Work work) =>
        await FeatureBook.TakeBack(undoneRun, work) > 0 ? [IdSource.Platform] : [];
}
