using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Backups;

/// <summary>How many rows there are of what nobody must lose; a restored copy is compared by it.</summary>
/// <param name="Lines">of the log, those that have their place</param>
public sealed record Tally(long Tenants, long Members, long Runs, long Lines)
{
    public static async Task<Tally> Read(Work work) =>
        (
            await work.One<Tally>(
                """
                select (select count(*) from core.tenants) as tenants,
                       (select count(*) from core.members) as members,
                       (select count(*) from core.runs) as runs,
                       (select coalesce(max(pos), 0) from core.log_order) as lines
                """
            )
        )!; // four subqueries always make a row

    /// <summary>True when each number lies where the two others, read before and after a moment, say it was at that moment.</summary>
    public bool IsBetween(Tally before, Tally after) =>
        Is(Tenants, before.Tenants, after.Tenants)
        && Is(Members, before.Members, after.Members)
        && Is(Runs, before.Runs, after.Runs)
        && Is(Lines, before.Lines, after.Lines);

    private static bool Is(long number, long one, long other) => number >= Math.Min(one, other) && number <= Math.Max(one, other);
}
