namespace OwnerConsole.Kernel.Data;

/// <summary>The different values of a column, as many looks into an index as there are values: however many rows have them.</summary>
public static class DistinctValues
{
    /// <param name="column">with which an index of the table begins</param>
    /// <param name="condition">of that index</param>
    /// <returns>in order, at most so many</returns>
    public static Task<IReadOnlyList<string>> Distinct(this Work work, string table, string column, string condition, int most) =>
        work.List<string>(
            $"""
            with recursive v as (
              select min({column}) as one from {table} where {condition}
              union all
              select (select min(n.{column}) from {table} n where n.{column} > v.one and {condition}) from v where v.one is not null)
            select one from v where one is not null limit @most
            """,
            new { most }
        );
}
