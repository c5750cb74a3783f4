using System.Globalization;

namespace OwnerConsole.Ui.Theme;

/// <summary>How numbers and nouns are written.</summary>
public static class Wording
{
    /// <returns><c>1 tenant</c>, <c>2 tenants</c>, <c>1,204 people</c></returns>
    public static string Count(long number, string one, string? many = null) => $"{Number(number)} {(number == 1 ? one : many ?? one + "s")}";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
