namespace OwnerConsole.Data;

/// <summary>Reads the distinct values of a column with one index lookup per value, regardless of the number of rows.</summary>
public static class DistinctValues
{
    /// <param name="column">Leading column of an index.</param>
    /// <param name="condition">Condition of that index.</param>
    /// <returns>The values in order, up to a limit.</returns>
    public static Task<IReadOnlyList<string>> Distinct(this UnitOfWork work, string table, string column, string condition, int most) =>
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
