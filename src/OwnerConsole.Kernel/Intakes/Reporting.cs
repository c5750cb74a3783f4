using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>How numbers are cut: the owner's choices, one row.</summary>
/// <param name="Zone">IANA; days, weeks and months of every number begin in it</param>
/// <param name="Currency">ISO 4217, of every sum of money</param>
/// <param name="SessionLimit">a session that nobody ended is closed after this long, and marked</param>
/// <param name="KeepEvents">raw events; what was folded from them stays</param>
/// <param name="ImportsUntil">when the first month was closed: no history is imported after that; null while it is open</param>
public sealed record Reporting(string Zone, string Currency, TimeSpan SessionLimit, TimeSpan KeepEvents, DateTimeOffset? ImportsUntil)
{
    public static async Task<Reporting> Of(Work work) =>
        (await work.One<Reporting>("select zone, currency, session_limit, keep_events, imports_until from core.reporting"))!; // the row is always there

    /// <param name="run">that changes it</param>
    public static Task Change(string zone, string currency, TimeSpan sessionLimit, string run, Work work) =>
        work.Do(
            """
            with before as (
              insert into core.reporting_changes (run_id, zone, currency, session_limit, changed_by)
              select @run, zone, currency, session_limit, changed_by from core.reporting)
            update core.reporting set zone = @zone, currency = @currency, session_limit = @sessionLimit, changed_by = @run
            """,
            new
            {
                zone,
                currency,
                sessionLimit,
                run,
            }
        );

    /// <returns>the zone that stands again, as it did before that run; null when something was changed since</returns>
    public static Task<string?> Restore(string undoneRun, Work work) =>
        work.One<string>(
            """
            with before as (
              delete from core.reporting_changes
               where run_id = @undoneRun and exists (select from core.reporting where changed_by = @undoneRun)
              returning *)
            update core.reporting r
               set zone = b.zone, currency = b.currency, session_limit = b.session_limit, changed_by = b.changed_by
              from before b
            returning r.zone
            """,
            new { undoneRun }
        );
}
