using System.Globalization;

namespace OwnerConsole.Pure.Amounts;

/// <summary>An amount of storage as people read it.</summary>
public static class ByteCount
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB"];

    /// <returns>two digits at least, by thousands as disks are sold: <c>999 bytes</c>, <c>1.5 kB</c>, <c>42 GB</c></returns>
    /// <exception cref="ArgumentOutOfRangeException">less than nothing</exception>
    public static string Text(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var (amount, unit) = ((decimal)bytes, 0);
        // 999.5 would be written as 1000
        for (; amount >= 999.5m && unit < Units.Length - 1; unit++)
            amount /= 1000;
        return amount.ToString(unit > 0 && amount < 9.95m ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
