namespace OwnerConsole.Kernel.Metrics.Definitions;

/// <summary>
/// What was counted by day, joined with the buckets. The whole range stands there beside each bucket: of many buckets all of the history would be read. It stands there as parameters,
/// because from a value that PostgreSQL doesn't know when it plans, one tenant's rows would be looked for among everybody's of those days.
/// </summary>
internal static class Days
{
    /// <param name="table">of which a row, as d, has a day</param>
    public static string In(string table) =>
        $"from buckets b join {table} d on d.day between b.first_day and b.last_day and d.day between @first_day and @last_day";

    /// <param name="table">of which a row, as d, has a day</param>
    /// <param name="back">days before the last one of a bucket that count for it too</param>
    public static string Until(string table, int back) =>
        $"from buckets b join {table} d on d.day between b.last_day - {back} and b.last_day and d.day between @first_end - {back} and @last_day";
}
