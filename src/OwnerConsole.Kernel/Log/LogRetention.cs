using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Log;

/// <summary>For how long lines of the log keep their sentence and data. Lines, places and hashes are kept permanently.</summary>
public static class LogRetention
{
    /// <summary>The database refuses to remove anything younger.</summary>
    public const int MinDays = 90;

    public const int MaxDays = 3_650;

    /// <summary>Between a change of the policy and the first removal: time to undo it.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromHours(24);

    /// <summary>A line that is older than the one before it by more than this is never removed: nobody can make a young line old to hide its text.</summary>
    public static readonly TimeSpan ClockDrift = TimeSpan.FromDays(1);

    /// <summary>The sentence of a line whose own was removed, as JSON; the database accepts no other.</summary>
    public static string Notice(int days) => Sentence.Say($"Removed under the retention policy (kept for {days} days).").ToJson();

    /// <param name="days">null: permanently</param>
    public static Task Open(int? days, Work work) =>
        work.Do(
            """
            with closed as (update core.log_retention set closed_by = @run where tenant_id = 'tnt_platform' and closed_by is null returning 1)
            insert into core.log_retention (tenant_id, opened_by, days, opened_at)
            select 'tnt_platform', @run, @days, clock_timestamp()
             where (select count(*) from closed) >= 0 -- makes the closing happen first
            """,
            new { run = work.RunId, days }
        );

    /// <returns>false when that run's policy is not in force any more; otherwise the one before it is in force again</returns>
    public static async Task<bool> Undo(string undoneRun, Work work)
    {
        var args = new { run = work.RunId, undoneRun };
        if (
            await work.Do(
                "update core.log_retention set closed_by = @run where tenant_id = 'tnt_platform' and opened_by = @undoneRun and closed_by is null",
                args
            ) == 0
        )
            return false;
        await work.Do("update core.log_retention set closed_by = null where tenant_id = 'tnt_platform' and closed_by = @undoneRun", args);
        return true;
    }
}
