using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Log;

/// <summary>
/// Alert that the log doesn't match what was signed. Everyone with access to the log sees it on every page until the log is verified and intact.
/// </summary>
public sealed class LogAlerts(Database database, LogWriter logbook, ILogger<LogAlerts> log)
{
    /// <returns>The open alert; null if there is none.</returns>
    public static Task<LogAlert?> Find(UnitOfWork work) =>
        work.One<LogAlert>("select fault, pos, message, opened_at from core.log_alerts where closed_at is null");

    /// <summary>Blocks operations that can't be undone or need approval, because no one could prove afterwards who ran them.</summary>
    /// <exception cref="Problem">409: an alert is open.</exception>
    internal static async Task Refuse(UnitOfWork work)
    {
        if (await Find(work) is { } alert)
            throw new Problem(
                409,
                "log_broken",
                $"The log can't be trusted from position {alert.Pos} on. Until it is repaired, runs that can't be undone or need approval can't start. See docs/guides/verify-audit-log.md."
            );
    }

    /// <summary>Opens an alert, unless one is open already.</summary>
    internal async Task Open(Flaw flaw, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("log.alert"), [IdGenerator.Platform], stop);
        var isNew =
            await work.Execute(
                "insert into core.log_alerts (fault, pos, message) values (@Fault, @Pos, @Message) on conflict do nothing",
                new
                {
                    flaw.Fault,
                    flaw.Pos,
                    flaw.Message,
                }
            ) == 1;
        if (!isNew)
            return;
        log.LogError(
            "The log can't be trusted from position {Pos} on ({Fault}). {Message} To inspect it, run: owner-console log verify",
            flaw.Pos,
            flaw.Fault,
            flaw.Message
        );
        Write("refused", "log_broken", Sentence.Say($"The log can't be trusted from position {flaw.Pos} on: {flaw.Fault}."), work);
        await work.Commit();
    }

    /// <summary>Closes the alert after the whole log was verified from the command line without a finding.</summary>
    public async Task Close(CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("log.verify"), [IdGenerator.Platform], stop);
        if (await work.Execute("update core.log_alerts set closed_at = now() where closed_at is null") == 0)
            return;
        Write("done", "log_whole", Sentence.Say($"The log was verified from the command line and is intact."), work);
        await work.Commit();
    }

    private void Write(string outcome, string code, Sentence sentence, UnitOfWork work) =>
        logbook.Write([new(IdGenerator.Platform, "system", "system", outcome, sentence) { Code = code }], work);
}

/// <param name="Pos">The first position that can't be trusted.</param>
public sealed record LogAlert(Fault Fault, long Pos, string Message, DateTimeOffset OpenedAt);
