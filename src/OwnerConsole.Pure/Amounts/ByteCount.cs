using System.Globalization;

namespace OwnerConsole.Pure.Amounts;

/// <summary>Formats an amount of storage for people.</summary>
public static class ByteCount
{
    public const decimal BytesPerMegabyte = 1_000_000;

    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB"];

    /// <returns>At least two digits, in decimal units like disk sizes: <c>999 bytes</c>, <c>1.5 kB</c>, <c>42 GB</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    public static string Text(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var (amount, unit) = ((decimal)bytes, 0);
        // From 999.5 on, the number would be formatted as 1000.
        for (; amount >= 999.5m && unit < Units.Length - 1; unit++)
            amount /= 1000;
        return amount.ToString(unit > 0 && amount < 9.95m ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
