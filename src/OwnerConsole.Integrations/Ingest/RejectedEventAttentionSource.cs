using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>Lists rejected events under "Needs attention".</summary>
public sealed class RejectedEventAttentionSource : IAttentionSource
{
    public string Permission => IngestRoutes.Permission;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work) =>
        AttentionList.OfOne(
            await DeadLetters.Reasons(mode, work) is [_, ..] reasons
                ? new(
                    Urgency.Today,
                    $"{Wording.Count(reasons.Sum(reason => reason.N), "rejected event")} from your application.",
                    IngestRoutes.Address,
                    "View rejected events",
                    Since: reasons.Max(reason => reason.LastAt)
                )
                {
                    Count = reasons.Sum(reason => reason.N),
                }
                : null
        );
}
