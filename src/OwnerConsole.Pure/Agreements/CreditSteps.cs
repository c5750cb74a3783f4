using System.Globalization;

namespace OwnerConsole.Pure.Agreements;

/// <summary>Reads the steps of credits, and finds the one that applies.</summary>
public static class CreditSteps
{
    /// <summary>Maximum number of steps.</summary>
    public const int Max = 10;

    /// <summary>Decimals of percentages. <see cref="Write"/> writes as many.</summary>
    private const int Decimals = 6;

    private static readonly char[] s_lines = ['\n', ';'];

    /// <param name="text">One step per line, such as <c>99.9: 10</c> for 10% of the price below 99.9%. Null or blank for no credits.</param>
    /// <returns>The steps, the highest first; null if the text is not a list of at most ten different steps with percentages above 0 and up to 100, with at most six decimals.</returns>
    public static IReadOnlyList<CreditStep>? Read(string? text)
    {
        var lines = (text ?? "").Split(s_lines, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length > Max)
            return null;
        var steps = new List<CreditStep>();
        foreach (var line in lines)
        {
            var parts = line.Split(':', StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || Percent(parts[0]) is not { } below || Percent(parts[1]) is not { } percent || steps.Exists(step => step.Below == below))
                return null;
            steps.Add(new(below, percent));
        }
        return [.. steps.OrderByDescending(step => step.Below)];
    }

    /// <returns>The steps as text that <see cref="Read"/> reads, one per line; empty without steps.</returns>
    public static string Write(IEnumerable<CreditStep> steps) =>
        string.Join('\n', steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Below:0.######}: {step.Percent:0.######}")));

    /// <param name="steps">Steps in any order.</param>
    /// <param name="actual">Actual share in percent.</param>
    /// <param name="maxPercent">Highest credit in percent of the price.</param>
    /// <returns>Percent of the price to credit: the highest of the steps that apply, at most the highest credit; 0 if none applies.</returns>
    public static decimal PercentFor(IEnumerable<CreditStep> steps, decimal actual, decimal maxPercent) =>
        Math.Min(maxPercent, steps.Where(step => actual < step.Below).Select(step => step.Percent).DefaultIfEmpty(0).Max());

    /// <param name="price">Monthly price in minor units of its currency.</param>
    /// <param name="percent">Percent of the price to credit.</param>
    /// <returns>Minor units, rounded to the nearest, half away from zero.</returns>
    public static long Amount(decimal price, decimal percent) => (long)Math.Round(price * percent / 100, MidpointRounding.AwayFromZero);

    private static decimal? Percent(string text) =>
        decimal.TryParse(text.TrimEnd('%').TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number is > 0 and <= 100
        && decimal.Round(number, Decimals) == number
            ? number
            : null;
}
