using OwnerConsole.Metrics.Catalogue;

namespace OwnerConsole.Metrics.Definitions;

/// <summary>
/// Joins daily data with the buckets. The whole range is added as a condition, because otherwise the entire history would be read for many buckets.
/// It is passed as parameters, because PostgreSQL doesn't know other values when planning, and would search for one tenant's rows among those of all
/// tenants.
/// </summary>
internal static class DaySql
{
    /// <param name="table">Table with one row per day, joined as d.</param>
    public static string In(string table) =>
        $"from buckets b join {table} d on d.day between b.first_day and b.last_day and d.day between @first_day and @last_day";

    /// <param name="table">Table with one row per day, joined as d.</param>
    /// <param name="back">Number of days before the last day of a bucket that count as well.</param>
    public static string Until(string table, int back) =>
        $"from buckets b join {table} d on d.day between b.last_day - {back} and b.last_day and d.day between @first_end - {back} and @last_day";
}
