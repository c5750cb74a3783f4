using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Lists SLAs with breaches in closed periods under "Needs attention", until their credits are given or some weeks have passed.</summary>
internal sealed class SlaAttentionSource(SlaResultList list, TimeProvider clock) : IAttentionSource
{
    /// <summary>Tenants without a live customer in Stripe are credited by hand, which the console can't know.</summary>
    private const int Days = 30;

    public string Permission => SlaRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        if (mode is Mode.Test)
            return AttentionList.Of([]);
        var since = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-Days);
        var proposals = (await list.FindProposals(work)).Where(proposal => proposal.EndsOn >= since);
        return AttentionList.Of([
            .. proposals
                .GroupBy(proposal => proposal.SlaId, StringComparer.Ordinal)
                .Select(sla => new AttentionItem(Urgency.ThisWeek, Summary([.. sla]), SlaRoutes.Address, "View credits") { Count = sla.Count() }),
        ]);
    }

    /// <param name="periods">Periods of one SLA, the latest first.</param>
    private static string Summary(IReadOnlyList<CreditProposal> periods)
    {
        var latest = periods[0];
        return periods.Count > 1
            ? string.Create(CultureInfo.InvariantCulture, $"{latest.Sla} was breached in {periods.Count} periods, the latest until {latest.EndsOn:d MMM yyyy}.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{latest.Sla} was breached for {Wording.Count(latest.Tenants, "tenant")} from {latest.StartsOn:d MMM yyyy} to {latest.EndsOn:d MMM yyyy}."
            );
    }
}
