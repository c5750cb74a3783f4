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
}
