using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Backups;

/// <summary>Row counts of the most important tables, used to check a restored copy.</summary>
/// <param name="Lines">Number of log entries with a position.</param>
public sealed record RowCounts(long Tenants, long Members, long Runs, long Lines)
{
    public static async Task<RowCounts> Read(UnitOfWork work) =>
        (
            await work.One<RowCounts>(
                """
                select (select count(*) from core.tenants) as tenants,
                       (select count(*) from core.members) as members,
                       (select count(*) from core.runs) as runs,
                       (select coalesce(max(pos), 0) from core.log_order) as lines
                """
            )
        )!; // four subqueries always return a row

    /// <summary>True when each count lies between the counts taken before and after the backup.</summary>
    public bool IsBetween(RowCounts before, RowCounts after) =>
        IsWithin(Tenants, before.Tenants, after.Tenants)
        && IsWithin(Members, before.Members, after.Members)
        && IsWithin(Runs, before.Runs, after.Runs)
        && IsWithin(Lines, before.Lines, after.Lines);

    private static bool IsWithin(long number, long one, long other) => number >= Math.Min(one, other) && number <= Math.Max(one, other);
}
