namespace OwnerConsole.Data;

/// <summary>
/// Reads the first rows of a list that match any of several values. A single condition would sort all matches, so the first rows of each value are
/// read from an index and combined.
/// </summary>
public static class TopNPerValue
{
    /// <param name="rows">A select statement with its conditions, to which the condition on the value is added.</param>
    /// <param name="order">The order and limit for each value.</param>
    /// <returns>A statement that returns rows in no particular order.</returns>
    public static string Sql(string rows, string order, params IEnumerable<AnyOf> any) =>
        string.Join(" union ", any.SelectMany(anyOf => Each(anyOf, rows, order)));

    // With a literal value the planner can use the column's statistics; otherwise it would scan all rows in order for a rare value.
    private static IEnumerable<string> Each(AnyOf any, string rows, string order) =>
        any.Few is { } few
            ? Enumerable.Range(1, few).Select(place => $"({rows} and {any.Column} = (@{any.Values})[{place}] {order})")
            : [$"select n.* from unnest(@{any.Values}) v(value) cross join lateral ({rows} and {any.Column} = v.value {order}) n"];
}

/// <summary>Values of a column of which any can match.</summary>
/// <param name="Column">Leading column of an index with that order, optionally after a condition.</param>
/// <param name="Values">Name of the argument that contains the values.</param>
/// <param name="Few">Number of values if the column has few distinct ones with uneven frequency; null if it has many.</param>
public sealed record AnyOf(string Column, string Values, int? Few = null);
