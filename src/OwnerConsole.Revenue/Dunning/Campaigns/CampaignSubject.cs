using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>A campaign of dunning, or dunning as a whole, as the subject of an operation.</summary>
/// <param name="Campaign">Null for dunning as a whole, a new campaign and a deleted one.</param>
/// <param name="Campaigns">All campaigns in their order.</param>
/// <param name="OpenCases">Number of its open cases.</param>
public sealed record CampaignSubject(
    string Id,
    long Revision,
    DunningCampaign? Campaign,
    DunningActivation Dunning,
    IReadOnlyList<DunningCampaign> Campaigns,
    long OpenCases
) : ISubject
{
    /// <summary>There can be at most this many campaigns.</summary>
    public const int MaxCampaigns = 200;

    public string TenantId => IdGenerator.Platform;

    /// <summary>Whether it was a campaign.</summary>
    public bool IsDeleted => Campaign is null && Id != IdGenerator.Platform;

    /// <summary>Id of the new campaign.</summary>
    public string NewId { get; init; } = "";

    /// <summary>The campaign after the change; null if nothing of it changes.</summary>
    public CampaignTerms? After { get; init; }

    /// <summary>Number of unpaid invoices that it would be the first to match now.</summary>
    public long Matching { get; init; }

    /// <summary>Whether an excluded tenant doesn't exist.</summary>
    public bool IsTenantUnknown { get; init; }

    public bool IsNameTaken => Campaigns.Any(other => other.Id != Campaign?.Id && string.Equals(other.Name, After?.Name, StringComparison.OrdinalIgnoreCase));

    /// <param name="ofPlatform">Id of the campaign that the platform stands for; null for dunning as a whole.</param>
    public static async Task<IReadOnlyList<CampaignSubject>> Load(IReadOnlyList<string> ids, string? ofPlatform, Database database, UnitOfWork work)
    {
        // Locks the current rows, so that a concurrent change is detected as a conflict with the preview.
        foreach (var table in new[] { "campaigns", "activations", "campaign_activations", "campaign_orders" })
            await work.List<string>(
                $"select c.opened_by from dunning.{table} c where c.tenant_id = 'tnt_platform' and c.closed_by is null {work.ForUpdate("c")}"
            );
        var revision = await work.One<long>(
            """
            select sum(v.rows)::bigint + 1
              from (select count(*) + count(closed_by) as rows from dunning.campaigns where tenant_id = 'tnt_platform'
                    union all select count(*) + count(closed_by) from dunning.activations where tenant_id = 'tnt_platform'
                    union all select count(*) + count(closed_by) from dunning.campaign_activations where tenant_id = 'tnt_platform'
                    union all select count(*) + count(closed_by) from dunning.campaign_orders where tenant_id = 'tnt_platform') v
            """
        );
        var (campaigns, dunning) = (await DunningCampaign.List(work), await DunningActivation.Find(work));
        await using var reading = await database.Read(work.Stop); // a run on the platform can't read tenants
        var open = (
            await reading.List<CaseCount>("select campaign_id, count(*) as cases from dunning.cases where closed_at is null group by campaign_id")
        ).ToDictionary(row => row.CampaignId, row => row.Cases, StringComparer.Ordinal);
        var known = await work.List<string>(
            "select distinct c.campaign_id from dunning.campaigns c where c.tenant_id = 'tnt_platform' and c.campaign_id = any(@ids)",
            new { ids }
        );
        return
        [
            .. ids.Where(id => id == IdGenerator.Platform ? ofPlatform is null || !ids.Contains(ofPlatform) : known.Contains(id))
                .Select(id => (Id: id, Campaign: campaigns.FirstOrDefault(campaign => campaign.Id == (id == IdGenerator.Platform ? ofPlatform : id))))
                .Select(subject => new CampaignSubject(
                    subject.Id,
                    revision,
                    subject.Campaign,
                    dunning,
                    campaigns,
                    subject.Id == IdGenerator.Platform && ofPlatform is null ? open.Values.Sum() : open.GetValueOrDefault(subject.Campaign?.Id ?? subject.Id)
                )),
        ];
    }

    /// <summary>Adds the campaign after the change, and how many invoices it would match.</summary>
    /// <param name="input">Null if only the switch changes.</param>
    internal async Task<CampaignSubject> With(CampaignInput? input, Database database, UnitOfWork work)
    {
        await using var reading = await database.Read(work.Stop);
        var given = CampaignTerms.Values(input?.ExcludedTenants);
        var excluded = await reading.List<string>(
            "select t.tenant_id from core.tenants t where t.tenant_id = any(@given) or 'ext:' || t.external_id = any(@given) order by t.tenant_id",
            new { given }
        );
        var terms = input is null
            ? Campaign is null
                ? null
                : CampaignTerms.Of(Campaign)
            : CampaignTerms.Check(input) is null
                ? CampaignTerms.Of(input, Campaign?.Name ?? "", excluded)
                : null;
        return this with
        {
            After = terms,
            IsTenantUnknown = excluded.Count < given.Count,
            Matching = terms is null ? 0 : await Count(terms, work.Caller, reading),
        };
    }

    private async Task<long> Count(CampaignTerms terms, Caller? caller, UnitOfWork reading)
    {
        var changed = terms.Apply(Campaign ?? new(NewId, "", 1, [], new(), [], null, true, true));
        IReadOnlyList<DunningCampaign> all = Campaign is null
            ? [.. Campaigns.SkipLast(1), changed, Campaigns[^1]]
            : [.. Campaigns.Select(other => other.Id == changed.Id ? changed : other)];
        var mode = caller is null ? await Modes.Shown(reading) : await Modes.Shown(caller, reading);
        return (await CampaignMatcher.Count(all, mode, reading)).GetValueOrDefault(changed.Id);
    }

    private sealed record CaseCount(string CampaignId, long Cases);
}
