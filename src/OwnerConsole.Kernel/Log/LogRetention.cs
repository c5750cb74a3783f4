using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Log;

/// <summary>Retention period for the sentence and data of log entries. Lines, positions and hashes are kept permanently.</summary>
public static class LogRetention
{
    /// <summary>Minimum age; the database refuses to remove anything younger.</summary>
    public const int MinDays = 90;

    public const int MaxDays = 3_650;

    /// <summary>Policies; the current one is in force.</summary>
    public static readonly StateRows Rows = new("core.log_retention", "tenant_id");

    /// <summary>Delay between a change of the policy and the first removal, so that the change can be undone.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromHours(24);

    /// <summary>
    /// A line that is older than its predecessor by more than this is never removed, so that no one can backdate a line to hide its text.
    /// </summary>
    public static readonly TimeSpan ClockDrift = TimeSpan.FromDays(1);

    /// <summary>Sentence of a pruned line, as JSON; the database accepts no other.</summary>
    public static string Notice(int days) => Sentence.Say($"Removed under the retention policy (kept for {days} days).").ToJson();

    /// <param name="days">Retention in days; null for permanent.</param>
    public static async Task Open(int? days, UnitOfWork work)
    {
        await Rows.Close([IdGenerator.Platform], work);
        await work.Execute(
            """
            insert into core.log_retention (tenant_id, opened_by, days, opened_at)
            values ('tnt_platform', @run, @days, clock_timestamp())
            """,
            new { run = work.RunId, days }
        );
    }
}
