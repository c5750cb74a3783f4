using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Profiles;

/// <summary>The parts of a profile that the platform doesn't have yet.</summary>
/// <param name="Words">Terms that would change, by the keys of their settings.</param>
/// <param name="Meters">Meters that would be added, with their new ids.</param>
/// <param name="Features">Features that would be added, with their new ids.</param>
/// <param name="Plans">Plans that would be added, with their limits for existing and new features.</param>
public sealed record ProfileFacts(
    IReadOnlyList<ProfileFacts.LabelChange> Words,
    IReadOnlyList<Meter> Meters,
    IReadOnlyList<KnownFeature> Features,
    IReadOnlyList<ProfileFacts.NewPlan> Plans,
    string Currency,
    long Revision
) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<ProfileFacts>> Load(IReadOnlyList<string> ids, Profile profile, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        await work.List<string>($"select s.key from core.settings s where s.closed_by is null and s.key like 'label.%' {work.ForUpdate("s")}");
        var ready = ProfileTemplate.Of(profile);
        var chosen = await PlatformWords.ReadChosen(work);
        var words = PlatformWords
            .Settings.Select(setting => new LabelChange(setting.Key, chosen.GetValueOrDefault(setting.Key, setting.Default), ready.Words[setting.Key]))
            .Where(word => word.Before != word.After)
            .ToList();
        var known = (await OwnerConsole.Metrics.Ingest.Meters.Declared(work)).ToDictionary(meter => meter.Key, StringComparer.Ordinal);
        var open = (await OwnerConsole.Metrics.Ingest.Meters.List(work)).Select(meter => meter.Key).ToHashSet(StringComparer.Ordinal);
        var sold = (await PlanCatalogue.Find(work)).Select(plan => plan.Key).ToHashSet(StringComparer.Ordinal);
        var declared = await FeatureCatalogue.Find(work);
        var features = ready
            .Features.Where(feature => declared.All(knownFeature => knownFeature.Key != feature.Key))
            .Select(feature => feature with { FeatureId = work.NewId("fea", IdGenerator.Platform) })
            .ToList();
        var granted = declared.Concat(features).ToDictionary(feature => feature.Key, StringComparer.Ordinal);
        var changes = await work.One<long>("select count(*) + count(closed_by) from core.settings where key like 'label.%'");
        return
        [
            new(
                words,
                [
                    .. ready
                        .Meters.Where(meter =>
                            !open.Contains(meter.Key) && (!known.TryGetValue(meter.Key, out var before) || before.EventType == meter.EventType)
                        )
                        .Select(meter => meter with { MeterId = known.GetValueOrDefault(meter.Key)?.MeterId ?? work.NewId("mtr", IdGenerator.Platform) }),
                ],
                features,
                [
                    .. ready
                        .Plans.Where(plan => !sold.Contains(plan.Key))
                        .Select(plan => new NewPlan(
                            work.NewId("pln", IdGenerator.Platform),
                            plan.Key,
                            plan.Name,
                            plan.Amount,
                            plan.TrialDays,
                            [
                                .. plan
                                    .Grants.Where(grant => granted.GetValueOrDefault(grant.Feature)?.Read(grant.Allows) is not null) // an existing feature can have a different kind
                                    .Select(grant => new FeatureLimit(grant.Feature, grant.Allows)),
                            ]
                        )),
                ],
                (await ReportingSettings.Of(work)).Currency,
                changes + open.Count + await PlanCatalogue.Revision(work) + await FeatureCatalogue.Revision(work) + 1
            ),
        ];
    }

    public sealed record LabelChange(string Key, string Before, string After);

    public sealed record NewPlan(string Id, string Key, string Name, long Amount, int TrialDays, IReadOnlyList<FeatureLimit> Limits);
}
