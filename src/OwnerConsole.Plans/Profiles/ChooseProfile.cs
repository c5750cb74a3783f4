using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Profiles;

/// <summary>Applies the terminology of a kind of platform, and adds the meters, features and plans that such a platform usually has. Existing ones stay, and you can change each term later.</summary>
public sealed class ChooseProfile : Operation<ProfileFacts, ChooseProfile.Input>
{
    public const string Name = "profile.choose";

    public sealed record Input([Description("Its terminology replaces the current one.")] Profile Profile);

    public override Input Example => new(Profile.Bot);

    public override OperationDefinition Definition =>
        new(Name, "Choose profile", "chosen")
        {
            Synonyms = "terminology, vocabulary, labels",
            Subject = "platform",
            DoneSentence = "Profile applied",
            RestoredByUndo = "The previous terminology is restored, unless a term has changed since. The added meters, features and plans are retired.",
        };

    public override Task<IReadOnlyList<ProfileFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        ProfileFacts.Load(ids, input.Profile, work);

    public override Refusal? Refuse(ProfileFacts platform, Input input) =>
        platform is { Words: [], Meters: [], Features: [], Plans: [] } ? new("no_change", $"Everything in this profile is already set up.") : null;

    public override Decision Decide(ProfileFacts platform, Input input) =>
        new(
            $"Pages and emails use new terminology. Terms changed: {platform.Words.Count}; meters added: {platform.Meters.Count}; features added: {platform.Features.Count}; plans added: {platform.Plans.Count}. URLs, the API and exports don't change.",
            [
                .. platform.Words.Select(word => new Effect(word.Key, word.Before, word.After)),
                .. platform.Meters.Select(meter => new Effect($"meter.{meter.Key}", null, meter.Name)),
                .. platform.Features.Select(feature => new Effect($"feature.{feature.Key}", null, feature.Name)),
                .. platform.Plans.Select(plan => new Effect($"plan.{plan.Key}", null, plan.Name)),
            ]
        );

    public override async Task Execute(IReadOnlyList<ProfileFacts> accepted, Input input, UnitOfWork work)
    {
        var platform = accepted[0];
        foreach (var word in platform.Words)
            await PlatformWords.Settings.Single(setting => setting.Key == word.Key).Set(word.After, work);
        if (platform.Meters.Count > 0)
        {
            await Meters.Open(platform.Meters, work.RunId!, work); // not null: this is part of a run
            foreach (var meter in platform.Meters)
                await work.SetName(meter.MeterId!, "meter", meter.Name); // not null: Load sets it
            await EventReprojection.Request(work);
        }
        foreach (var feature in platform.Features)
            await FeatureCatalogue.Add(feature, work);
        foreach (var plan in platform.Plans)
            await PlanCatalogue.Add(
                plan.Id,
                plan.Key,
                plan.Name,
                [new(new(plan.Amount, platform.Currency), PlanInterval.Month)],
                plan.TrialDays,
                isAddon: false,
                work,
                plan.Limits
            );
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ProfileFacts> subjects, string undoneRun, UnitOfWork work)
    {
        if (await work.One<bool>("select exists (select from core.settings where opened_by = @undoneRun and closed_by is not null)", new { undoneRun }))
            return [];
        var restored = 0;
        foreach (var setting in PlatformWords.Settings)
            if (await setting.Undo(undoneRun, work))
                restored++;
        restored += await Meters.CloseOpenedBy(undoneRun, work.RunId!, work); // not null: this is part of a run
        restored += await FeatureCatalogue.Revert(undoneRun, work);
        restored += await PlanCatalogue.Revert(undoneRun, work);
        return restored > 0 ? [IdGenerator.Platform] : [];
    }
}
