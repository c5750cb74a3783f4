using System.Globalization;

namespace OwnerConsole.Pure.Imports;

/// <summary>Reads numbers with a decimal point or a decimal comma.</summary>
public static class CellNumber
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>
    /// With both characters, the last one separates decimals: 1.234,50 and 1,234.50. With one character that occurs once, it separates decimals, unless exactly
    /// three digits follow a comma or point and thousands are meant just as well: 1.234 is refused.
    /// </summary>
    /// <param name="text">Text of a cell that isn't empty.</param>
    /// <returns>The number; null if it isn't one, or if it is ambiguous.</returns>
    public static decimal? Read(string text)
    {
        var digits = string.Concat(text.Where(character => character is not (' ' or '\u00a0' or '\'')));
        var (point, comma) = (digits.LastIndexOf('.'), digits.LastIndexOf(','));
        var mark = Math.Max(point, comma);
        if (mark < 0)
            return Parse(digits);
        var isOnly = point < 0 || comma < 0;
        var isRepeated = digits.AsSpan().Count(digits[mark]) > 1;
        if (isOnly && !isRepeated && digits.Length - mark == 4 && digits[..mark].TrimStart('-', '+') is not ("" or "0"))
            return null;
        if (isRepeated && (!isOnly || digits.Split(digits[mark])[1..].Any(group => group.Length != 3)))
            return null;
        var plain = digits.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        var decimals = isRepeated ? 0 : digits.Length - mark - 1;
        return Parse(plain[..^decimals] + "." + plain[^decimals..]);
    }

    private static decimal? Parse(string text) => decimal.TryParse(text.TrimEnd('.'), Style, CultureInfo.InvariantCulture, out var number) ? number : null;
}
