using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Starts due waves on behalf of the person who started the campaign, with their current permissions, and pauses campaigns that can't continue.</summary>
/// <remarks>A wave that exceeds a ceiling or needs a second approver isn't started. The campaign is paused instead, until a team member checks it.</remarks>
public sealed class CampaignScheduler(Database database, Previews previews, Runner runner, TimeProvider clock, ILogger<CampaignScheduler> log) : IWorkHandler
{
    public string Name => "plan_campaigns.go_on";

    public string Title => "Continue plan campaigns";

    public TimeSpan? Interval => TimeSpan.FromSeconds(20);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        foreach (var (campaign, why) in await FindDue(stop))
            try
            {
                if ((why ?? await Start(campaign, stop)) is { } cause)
                    await Pause(campaign, cause, stop);
            }
            catch (Problem problem) when (problem.Status < 500)
            {
                log.LogInformation("{Campaign} can't continue: {Why}", campaign.CampaignId, problem.Message);
            }
        return WorkOutcome.Completed;
    }

    /// <returns>Campaigns with a due wave, and campaigns that can't continue, with the cause.</returns>
    private async Task<IReadOnlyList<(Campaign, PauseCause?)>> FindDue(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var plans = await PlanCatalogue.Find(work);
        var found = new List<(Campaign, PauseCause?)>();
        foreach (var campaign in (await Campaign.ListOpen(work)).Where(campaign => campaign.Cause is null))
        {
            var status = await CampaignProgress.Of(campaign, plans, work);
            if (status is { State: CampaignState.Paused, Cause: { } cause })
                found.Add((campaign, cause));
            else if (Wave.NextAt(status, await Wave.Find(campaign.CampaignId, work)) <= clock.GetUtcNow())
                found.Add((campaign, null));
        }
        return found;
    }

    /// <returns>Why the wave can't be started; null when it was started.</returns>
    private async Task<PauseCause?> Start(Campaign campaign, CancellationToken stop)
    {
        if (await FindStarter(campaign, stop) is not { } caller)
            return PauseCause.NotAllowed;
        // The key makes sure that only one process starts the wave, and only once.
        var waves = await CountWaves(campaign, stop);
        var key = IdempotencyKey.Of($"{campaign.CampaignId}:{waves + 1}:{campaign.Pauses}", campaign.CampaignId);
        if (await runner.FindEarlier(caller, key, stop) is { } before)
            return before.IsRunning || before.Done > 0 ? null : PauseCause.NothingMoves;
        var wave = WavePreview.Of(campaign);
        var preview = await previews.Create(caller, wave.Operation, new(Query: wave.Query), Json.Element(wave.Input), stop);
        if (preview.Accepted == 0)
            return PauseCause.NothingMoves;
        if (preview.OverCeiling is not null || preview.RequiredConfirmation is RequiredConfirmation.SecondPerson)
            return PauseCause.Ceiling;
        await runner.Start(caller, new(preview.PreviewId, $"Wave {waves + 1} of a campaign, started on schedule.") { LoadedPreview = preview }, key, stop);
        return null;
    }

    /// <returns>The person who started the campaign; null when they left the team or lack the permission.</returns>
    private async Task<Caller?> FindStarter(Campaign campaign, CancellationToken stop)
    {
        await using var work = await database.ReadTenants([], stop); // a transaction that reads tenants can't read permissions
        return await CallerLookup.Find(campaign.RequestedBy, work) is { IsScoped: false } caller && caller.Can(new MoveToCurrentVersion().Definition)
            ? caller
            : null;
    }

    private async Task<int> CountWaves(Campaign campaign, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return (await Wave.Find(campaign.CampaignId, work)).Count;
    }

    /// <summary>Pauses the campaign by a run in its own name, which has no other permission.</summary>
    private async Task Pause(Campaign campaign, PauseCause cause, CancellationToken stop)
    {
        var caller = new Caller(campaign.CampaignId, CallerKind.System, [PauseCampaign.Name]);
        var preview = await previews.Create(caller, PauseCampaign.Name, TargetSelection.Of([campaign.CampaignId]), Json.Element(new { cause }), stop);
        if (preview.Accepted == 1)
            await runner.Start(caller, new(preview.PreviewId) { LoadedPreview = preview }, key: null, stop);
    }
}
