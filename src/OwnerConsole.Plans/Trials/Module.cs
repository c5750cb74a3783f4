using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Trials.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Trials;

/// <summary>Trials of tenants: resetting and extending them.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels => [new("tenant.overview", "tenant.read", 20, Draw)];

    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of(
                "tenant.trial_changed",
                "A trial was reset or extended, or such a change was undone.",
                EventSubject.Tenant,
                new { EndsAt = default(DateTimeOffset?) }
            ),
        ];

    public override void AddServices(IServiceCollection services) => services.AddSingleton<IAttentionSource, EndingTrials>();

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var facts = (await TrialFacts.Load([place.Id], work))[0]; // The page has already found the tenant.
        return PageResult.Of<TrialPanel>(
            (nameof(TrialPanel.Facts), facts),
            (nameof(TrialPanel.MayReset), place.Caller.Can("tenant.reset_trial") && new ResetTrial().Refuse(facts, new()) is null),
            (nameof(TrialPanel.MayExtend), place.Caller.Can("tenant.extend_trial") && new ExtendTrial().Refuse(facts, new()) is null),
            (nameof(TrialPanel.Place), place)
        );
    }
}
