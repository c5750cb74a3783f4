using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Checkups;

/// <summary>The log, as far as a quick look shows: no alert stands, it is signed, and the file outside of the database has the same signature.</summary>
internal sealed class LogCheckup : ICheckup
{
    private const int Many = 2_000;

    public string Name => "log";

    public async Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop)
    {
        var services = machine.Services!;
        await using (var work = await services.GetRequiredService<Database>().Read(stop))
        {
            if (await LogAlerts.Find(work) is { } alert)
                return
                [
                    Finding.Problem(
                        Name,
                        $"It can't be trusted from position {alert.Pos} on. {alert.Says}",
                        "owner-console log verify shows the lines: docs/log.md"
                    ),
                ];
        }
        return [await Signed(services, stop), await Anchored(machine, stop)];
    }

    private async Task<Finding> Signed(IServiceProvider services, CancellationToken stop)
    {
        long lines;
        await using (var work = await services.GetRequiredService<Database>().Read(stop))
            lines = (await Tally.Read(work)).Lines;
        var signed = (await services.GetRequiredService<LogLines>().Last(stop))?.Size ?? 0;
        return lines - signed > Many
            ? Finding.Warning(Name, $"{signed:N0} of {lines:N0} lines are signed.", "A console that runs signs them within a minute; look at what it says.")
            : Finding.Ok(Name, $"No fault is known; {signed:N0} of {lines:N0} lines are signed. All of it is proved by: owner-console log verify");
    }

    private async Task<Finding> Anchored(Machine machine, CancellationToken stop)
    {
        var path = machine.Here.Checkpoints;
        var kept = new Anchor(path).Read();
        var last = await machine.Services!.GetRequiredService<LogLines>().Last(stop);
        if (last is null)
            return Finding.Ok("checkpoints", $"None yet; they go to {path} too.");
        if (kept.Count == 0)
            return Finding.Warning(
                "checkpoints",
                $"{path} has none, so nothing outside of the database proves the log.",
                "Put the file back, or name another with OWNER_CONSOLE_CHECKPOINTS."
            );
        return kept.Max(one => one.Checkpoint.Size) > last.Size
            ? Finding.Problem(
                "checkpoints",
                $"{path} knows {kept.Max(one => one.Checkpoint.Size):N0} signed lines, the database {last.Size:N0}: lines were lost.",
                "owner-console log verify says which; was an older backup restored?"
            )
            : Finding.Ok("checkpoints", $"{kept.Count:N0} are kept in {path}. Keep that file on another machine too.");
    }
}
