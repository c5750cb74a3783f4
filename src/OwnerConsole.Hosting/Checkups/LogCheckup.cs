using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Quick check of the audit log: no open alert, recent signatures, and a checkpoint file that matches the database.</summary>
internal sealed class LogCheckup : ICheckup
{
    private const int MaxUnsignedLines = 2_000;

    public string Name => "log";

    public async Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop)
    {
        var services = machine.Services!;
        await using (var work = await services.GetRequiredService<Database>().Read(stop))
        {
            if (await LogAlerts.Find(work) is { } alert)
                return
                [
                    Finding.Problem(
                        Name,
                        $"Verification failed from position {alert.Pos} on. {alert.Message}",
                        "owner-console log verify lists the affected entries: docs/guides/verify-audit-log.md"
                    ),
                ];
        }
        return [await Signed(services, stop), await Anchored(machine, stop)];
    }

    private async Task<Finding> Signed(IServiceProvider services, CancellationToken stop)
    {
        long lines;
        await using (var work = await services.GetRequiredService<Database>().Read(stop))
            lines = (await RowCounts.Read(work)).Lines;
        var signed = (await services.GetRequiredService<LogLineReader>().ReadLastCheckpoint(stop))?.Size ?? 0;
        return lines - signed > MaxUnsignedLines
            ? Finding.Warning(Name, $"{signed:N0} of {lines:N0} entries are signed.", "A running console signs them within a minute; check its output.")
            : Finding.Ok(Name, $"No errors found; {signed:N0} of {lines:N0} entries are signed. To verify the whole log: owner-console log verify");
    }

    private async Task<Finding> Anchored(CheckupTarget machine, CancellationToken stop)
    {
        var path = machine.Installation.Checkpoints;
        var kept = new CheckpointAnchor(path).Read();
        var last = await machine.Services!.GetRequiredService<LogLineReader>().ReadLastCheckpoint(stop);
        if (last is null)
            return Finding.Ok("checkpoints", $"No checkpoints yet. They are also written to {path}.");
        if (kept.Count == 0)
            return Finding.Warning(
                "checkpoints",
                $"{path} has no checkpoints, so nothing outside the database can verify the log.",
                "Restore the file, or set OWNER_CONSOLE_CHECKPOINTS to another path."
            );
        return kept.Max(signedCheckpoint => signedCheckpoint.Checkpoint.Size) > last.Size
            ? Finding.Problem(
                "checkpoints",
                $"{path} knows {kept.Max(signedCheckpoint => signedCheckpoint.Checkpoint.Size):N0} signed entries, the database {last.Size:N0}: entries were lost.",
                "owner-console log verify lists them. Was an older backup restored?"
            )
            : Finding.Ok("checkpoints", $"{kept.Count:N0} checkpoints are stored in {path}. Also keep a copy of that file on another machine.");
    }
}
