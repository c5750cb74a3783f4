using Microsoft.Extensions.Logging;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>Starts the waves that are due, in the name of whoever started the campaign and with what they may do now; pauses a campaign that can't go on.</summary>
/// <remarks>A wave that goes over a ceiling, or asks for a second person, isn't started: somebody looks first.</remarks>
public sealed class GoingOn(Database database, Previews previews, Runner runner, TimeProvider clock, ILogger<GoingOn> log) : IWorkKind
{
    public string Name => "plan_campaigns.go_on";

    public TimeSpan? Every => TimeSpan.FromSeconds(20);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        foreach (var (campaign, why) in await Found(stop))
            try
            {
                if ((why ?? await Start(campaign, stop)) is { } cause)
                    await Pause(campaign, cause, stop);
            }
            catch (Problem problem) when (problem.Status < 500)
            {
                log.LogInformation("{Campaign} does not go on: {Why}", campaign.CampaignId, problem.Message);
            }
        return WorkOutcome.Over;
    }

    /// <returns>those that are due, and those that can't go on, with why</returns>
    private async Task<IReadOnlyList<(Campaign, PauseCause?)>> Found(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var plans = await PlanBook.Find(work);
        var found = new List<(Campaign, PauseCause?)>();
        foreach (var campaign in (await Campaign.Open(work)).Where(campaign => campaign.Cause is null))
        {
            var status = await CampaignStatus.Of(campaign, plans, work);
            if (status is { State: CampaignState.Paused, Cause: { } cause })
                found.Add((campaign, cause));
            else if (Wave.NextAt(status, await Wave.Find(campaign.CampaignId, work)) <= clock.GetUtcNow())
                found.Add((campaign, null));
        }
        return found;
    }

    /// <returns>why it can't; null when the wave was started</returns>
    private async Task<PauseCause?> Start(Campaign campaign, CancellationToken stop)
    {
        if (await Asker(campaign, stop) is not { } caller)
            return PauseCause.NotAllowed;
        // A wave of this number is started once, whichever program comes to it first and whatever ends it.
        var waves = await Waves(campaign, stop);
        var key = IdempotencyKey.Of($"{campaign.CampaignId}:{waves + 1}:{campaign.Pauses}", campaign.CampaignId);
        if (await runner.Before(caller, key, stop) is { } before)
            return before.IsUnderway || before.Done > 0 ? null : PauseCause.NothingMoves;
        var wave = WavePreview.Of(campaign);
        var preview = await previews.Make(caller, wave.Operation, new(Query: wave.Query), Json.Element(wave.Input), stop);
        if (preview.Accepted == 0)
            return PauseCause.NothingMoves;
        if (preview.OverCeiling is not null || preview.Asked is Asked.SecondPerson)
            return PauseCause.Ceiling;
        await runner.Start(caller, new(preview.PreviewId, $"Wave {waves + 1} of a campaign, begun when it was due.") { Seen = preview }, key, stop);
        return null;
    }

    /// <returns>null where they aren't here any more, or may not do it</returns>
    private async Task<Caller?> Asker(Campaign campaign, CancellationToken stop)
    {
        await using var work = await database.Look([], stop); // who may what isn't for whoever reads tenants
        return await Standing.Of(campaign.AskedBy, work) is { IsBound: false } caller && caller.May(new TakeVersion().Is) ? caller : null;
    }

    private async Task<int> Waves(Campaign campaign, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return (await Wave.Find(campaign.CampaignId, work)).Count;
    }

    /// <summary>By a run of the campaign's own, which may pause and nothing else.</summary>
    private async Task Pause(Campaign campaign, PauseCause cause, CancellationToken stop)
    {
        var caller = new Caller(campaign.CampaignId, CallerKind.System, [PauseCampaign.Name]);
        var preview = await previews.Make(caller, PauseCampaign.Name, Chosen.These([campaign.CampaignId]), Json.Element(new { cause }), stop);
        if (preview.Accepted == 1)
            await runner.Start(caller, new(preview.PreviewId) { Seen = preview }, key: null, stop);
    }
}
