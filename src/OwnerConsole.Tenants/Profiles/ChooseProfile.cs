using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tenants.Features.Public;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Profiles;

/// <summary>Makes the console speak the words of a kind of platform, and brings the meters, features and plans that such a platform usually has. What is there stays; each word can be changed by itself afterwards.</summary>
public sealed class ChooseProfile : Operation<ProfileFacts, ChooseProfile.Input>
{
    public sealed record Input([Description("Its words replace those that are chosen now.")] Profile Profile);

    public override Input Example => new(Profile.Bot);

    public override Declaration Is =>
        new("profile.choose", "Choose profile", "chosen")
        {
            Subject = "platform",
            Told = "The profile is chosen",
            ComesBack = "The words before, unless one was changed since; the meters, features and plans that it brought are retired.",
        };

    public override Task<IReadOnlyList<ProfileFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => ProfileFacts.Load(ids, input.Profile, work);

    public override Refusal? Refuse(ProfileFacts platform, Input input) =>
        platform is { Words: [], Meters: [], Features: [], Plans: [] } ? new("no_change", $"All that this profile brings is there already.") : null;

    public override Decision Decide(ProfileFacts platform, Input input) =>
        new(
            $"Pages and letters speak other words from now on: {platform.Words.Count} change. Meters declared: {platform.Meters.Count}; features declared: {platform.Features.Count}; offers added: {platform.Plans.Count}. Addresses, the API and exports stay as they are.",
            [
                .. platform.Words.Select(word => new Effect(word.Key, word.Before, word.After)),
                .. platform.Meters.Select(meter => new Effect($"meter.{meter.Key}", null, meter.Name)),
                .. platform.Features.Select(feature => new Effect($"feature.{feature.Key}", null, feature.Name)),
                .. platform.Plans.Select(plan => new Effect($"plan.{plan.Key}", null, plan.Name)),
            ]
        );

    public override async Task Execute(IReadOnlyList<ProfileFacts> accepted, Input input, Work work)
    {
        var platform = accepted[0];
        foreach (var word in platform.Words)
            await PlatformWords.Settings.Single(setting => setting.Key == word.Key).Open(word.After, work);
        if (platform.Meters.Count > 0)
        {
            await Meters.Open(platform.Meters, work.RunId!, work); // carried out by a run
            foreach (var meter in platform.Meters)
                await work.Name(meter.MeterId!, "meter", meter.Name); // Load gave it one
            await Recounting.Ask(work);
        }
        foreach (var feature in platform.Features)
            await FeatureBook.Add(feature, work);
        foreach (var plan in platform.Plans)
            await PlanBook.Add(
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

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ProfileFacts> subjects, string undoneRun, Work work)
    {
        if (await work.One<bool>("select exists (select from core.settings where opened_by = @undoneRun and closed_by is not null)", new { undoneRun }))
            return [];
        var restored = 0;
        foreach (var setting in PlatformWords.Settings)
            if (await setting.TakeBack(undoneRun, work))
                restored++;
        restored += await Meters.CloseOf(undoneRun, work.RunId!, work); // carried out by a run
        restored += await FeatureBook.TakeBack(undoneRun, work);
        restored += await PlanBook.TakeBack(undoneRun, work);
        return restored > 0 ? [IdSource.Platform] : [];
    }
}
