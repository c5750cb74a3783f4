using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>Lists rejected events under "Needs attention".</summary>
public sealed class LetterNeeds : INeeds
{
    public string Permission => IngestRoutes.Permission;

    public async Task<IReadOnlyList<Need>> Find(Population population, Work work) =>
        await DeadLetters.Reasons(population, work) is [_, ..] reasons
            ?
            [
                new(
                    Urgency.Today,
                    $"{Wording.Count(reasons.Sum(reason => reason.N), "rejected event")} from your application.",
                    IngestRoutes.Address,
                    "View rejected events",
                    Since: reasons.Max(reason => reason.LastAt)
                ),
            ]
            : [];
}
