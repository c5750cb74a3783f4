using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Log;

/// <summary>Retention period for the sentence and data of log lines. Lines, positions and hashes are kept permanently.</summary>
public static class LogRetention
{
    /// <summary>Minimum age; the database refuses to remove anything younger.</summary>
    public const int MinDays = 90;

    public const int MaxDays = 3_650;

    /// <summary>Delay between a change of the policy and the first removal, so that the change can be undone.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromHours(24);

    /// <summary>
    /// A line that is older than its predecessor by more than this is never removed, so that no one can backdate a line to hide its text.
    /// </summary>
    public static readonly TimeSpan ClockDrift = TimeSpan.FromDays(1);

    /// <summary>Sentence of a pruned line, as JSON; the database accepts no other.</summary>
    public static string Notice(int days) => Sentence.Say($"Removed under the retention policy (kept for {days} days).").ToJson();

    /// <param name="days">Retention in days; null for permanent.</param>
    public static Task Open(int? days, UnitOfWork work) =>
        work.Execute(
            """
            with closed as (update core.log_retention set closed_by = @run where tenant_id = 'tnt_platform' and closed_by is null returning 1)
            insert into core.log_retention (tenant_id, opened_by, days, opened_at)
            select 'tnt_platform', @run, @days, clock_timestamp()
             where (select count(*) from closed) >= 0 -- makes the closing happen first
            """,
            new { run = work.RunId, days }
        );

    /// <returns>False if that run's policy is no longer in force; otherwise the previous policy is in force again.</returns>
    public static async Task<bool> Undo(string undoneRun, UnitOfWork work)
    {
        var args = new { run = work.RunId, undoneRun };
        if (
            await work.Execute(
                "update core.log_retention set closed_by = @run where tenant_id = 'tnt_platform' and opened_by = @undoneRun and closed_by is null",
                args
            ) == 0
        )
            return false;
        await work.Execute("update core.log_retention set closed_by = null where tenant_id = 'tnt_platform' and closed_by = @undoneRun", args);
        return true;
    }
}
