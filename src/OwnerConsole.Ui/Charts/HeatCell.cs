using System.Globalization;

namespace OwnerConsole.Ui.Charts;

/// <summary>A cell of a heat map. It prints its number, so that colour is never the only signal.</summary>
/// <param name="Look">CSS classes, such as those of <see cref="Shade"/>.</param>
public sealed record HeatCell(string Text, string Look)
{
    private const int Shades = 10;

    public static readonly HeatCell Empty = new("", "nil");

    /// <summary>Address of what is behind the number; null for none.</summary>
    public string? Address { get; init; }

    /// <summary>Description of the link for screen readers.</summary>
    public string? Label { get; init; }

    /// <returns>The class of a share of the whole; shares above 1 have the strongest shade.</returns>
    public static string Shade(decimal share) => $"h{(int)Math.Clamp(Math.Floor(share * (Shades - 1)), 0, Shades - 1)}";

    /// <returns>The class of a difference of shares: one hue above 0, another one below.</returns>
    public static string DivergingShade(decimal difference)
    {
        var step = Math.Abs(difference) switch
        {
            < 0.005m => 0,
            < 0.05m => 1,
            < 0.1m => 2,
            < 0.2m => 3,
            _ => 4,
        };
        return step == 0 ? "dv0" : $"dv{(difference > 0 ? "p" : "m")}{step}";
    }

    /// <returns><c>97%</c></returns>
    public static string Percent(decimal share) => Math.Round(share * 100, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture) + "%";

    /// <returns><c>+3</c>, <c>−12</c> or <c>0</c></returns>
    public static string Points(decimal difference) =>
        Math.Round(difference * 100, MidpointRounding.AwayFromZero).ToString("+0;−0;0", CultureInfo.InvariantCulture);
}

/// <summary>A row of a heat map.</summary>
public sealed record HeatRow(string Title, IReadOnlyList<HeatCell> Cells);
