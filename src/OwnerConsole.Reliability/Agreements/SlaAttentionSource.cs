using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Lists closed periods with breached SLAs under "Needs attention", until their credits are given or some weeks have passed.</summary>
internal sealed class SlaAttentionSource(SlaResultList list, TimeProvider clock) : IAttentionSource
{
    /// <summary>Tenants without a customer in Stripe are credited by hand, which the console can't know.</summary>
    private const int Days = 30;

    public string Permission => SlaRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        if (mode is Mode.Test)
            return AttentionList.Of([]);
        var since = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-Days);
        var proposals = (await list.FindProposals(work)).Where(proposal => proposal.EndsOn >= since);
        return AttentionList.Of([
            .. proposals.Select(proposal => new AttentionItem(Urgency.ThisWeek, Summary(proposal), SlaRoutes.Address, "View credits")),
        ]);
    }

    private static string Summary(CreditProposal proposal) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{proposal.Sla} was breached for {Wording.Count(proposal.Tenants, "tenant")} from {proposal.StartsOn:d MMM yyyy} to {proposal.EndsOn:d MMM yyyy}."
        );
}
