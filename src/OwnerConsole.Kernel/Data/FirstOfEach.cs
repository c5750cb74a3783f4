namespace OwnerConsole.Kernel.Data;

/// <summary>The first rows of a list of which any of several values is asked. Asked for together they would be sorted whole: so of each value its first rows are read from an index,
/// and the first of all these are kept.</summary>
public static class FirstOfEach
{
    /// <param name="rows">a select with its conditions; that of the value is added</param>
    /// <param name="order">with the limit of each</param>
    /// <returns>a statement whose rows stand in no order</returns>
    public static string Sql(string rows, string order, params IEnumerable<AnyOf> any) => string.Join(" union ", any.SelectMany(one => Each(one, rows, order)));

    // A value that the planner is told is looked up in what it knows of the column: of one that few rows have it would go through all rows in their order otherwise.
    private static IEnumerable<string> Each(AnyOf any, string rows, string order) =>
        any.Few is { } few
            ? Enumerable.Range(1, few).Select(place => $"({rows} and {any.Column} = (@{any.Values})[{place}] {order})")
            : [$"select n.* from unnest(@{any.Values}) v(value) cross join lateral ({rows} and {any.Column} = v.value {order}) n"];
}

/// <summary>Values of which any is asked of a column.</summary>
/// <param name="Column">with which an index begins that has the order; maybe with a condition before it</param>
/// <param name="Values">the name of the argument that holds them</param>
/// <param name="Few">how many they are, where the column has few different ones, each in many rows or in hardly any; null where it has many</param>
public sealed record AnyOf(string Column, string Values, int? Few = null);
