using System.Globalization;
using System.Text.RegularExpressions;

namespace OwnerConsole.Pure.Imports;

/// <summary>
/// Numbers of 16 or more digits, of which a spreadsheet keeps 15. They are written as a spreadsheet shows them, in scientific notation, so that an ID that has
/// lost digits is recognized in Excel files and in text files that a spreadsheet has saved.
/// </summary>
public static partial class RoundedNumber
{
    /// <summary>The smallest number with 16 digits.</summary>
    private const double Min = 1e15;

    /// <returns>Whether a spreadsheet can have rounded the number.</returns>
    public static bool CanBeRounded(double number) => double.IsFinite(number) && Math.Abs(number) >= Min;

    /// <returns>The number in scientific notation with at most 15 digits, such as 1.23456789012346E+15.</returns>
    public static string Write(double number) => number.ToString("0.##############E+00", CultureInfo.InvariantCulture);

    /// <param name="text">Text of a cell without spaces around it.</param>
    /// <returns>Whether it is a number as written by <see cref="Write"/>; a spreadsheet can show fewer digits, and a comma as decimal separator.</returns>
    public static bool IsWritten(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"^-?[1-9](?:[.,][0-9]{1,14})?E\+(?:1[5-9]|[2-9][0-9]|[12][0-9]{2}|30[0-8])\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
