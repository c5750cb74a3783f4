using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Lists closed periods with breached SLAs under "Needs attention", until their credits are given.</summary>
internal sealed class SlaAttentionSource(SlaResultList list) : IAttentionSource
{
    public string Permission => SlaRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work) =>
        mode is Mode.Test
            ? AttentionList.Of([])
            : AttentionList.Of([
                .. (await list.FindProposals(work)).Select(proposal => new AttentionItem(
                    Urgency.ThisWeek,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{proposal.Sla} was breached for {Wording.Count(proposal.Tenants, "tenant")} from {proposal.StartsOn:d MMM yyyy} to {proposal.EndsOn:d MMM yyyy}."
                    ),
                    SlaRoutes.Address,
                    "View credits"
                )),
            ]);
}
