namespace OwnerConsole.Data;

/// <summary>Conditions of a filter in SQL. Those that aren't set are left out, so that PostgreSQL can use the index with the sort order.</summary>
public static class Conditions
{
    public static string And(params IReadOnlyList<(bool IsSet, string Sql)> conditions) =>
        string.Concat(conditions.Where(condition => condition.IsSet).Select(condition => $" and {condition.Sql}"));
}
