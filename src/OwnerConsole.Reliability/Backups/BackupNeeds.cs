using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Backups;

/// <summary>A database that would be lost with its machine, and one that was restored and waits for its release.</summary>
public sealed class BackupNeeds(BackupLook look) : INeeds
{
    public string Permission => BackupRoutes.Read;

    public async Task<IReadOnlyList<Need>> Find(Population population, Work work)
    {
        var (report, _, _) = await look.Take(work);
        return report.Health switch
        {
            BackupHealth.Red =>
            [
                new(
                    Urgency.Now,
                    $"What was written since the last good backup can be lost: {report.Why}",
                    BackupRoutes.Address,
                    "Look at it",
                    Since: report.Last?.AskedAt
                ),
            ],
            BackupHealth.Held =>
            [
                new(Urgency.Now, "This database was restored. Nothing is sent until somebody releases it.", BackupRoutes.Address, "Release it"),
            ],
            _ => [],
        };
    }
}
