using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Lists failing backups and a restored database that has not been released under "Needs attention".</summary>
public sealed class BackupAttentionSource(BackupReportReader look) : IAttentionSource
{
    public string Permission => BackupRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var (report, _, _) = await look.Read(work);
        return AttentionList.OfOne(
            report.Health switch
            {
                BackupHealth.Red => new(
                    Urgency.Now,
                    $"Changes since the last verified backup could be lost: {report.Error}",
                    BackupRoutes.Address,
                    "View backups",
                    Since: report.Last?.RequestedAt
                ),
                BackupHealth.Held => new(Urgency.Now, "This database was restored. Nothing is sent until it is released.", BackupRoutes.Address, "Release"),
                _ => null,
            }
        );
    }
}
