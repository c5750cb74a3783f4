using System.Globalization;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Probes.Pages;

/// <summary>Texts of the owner's numbers on the Health page.</summary>
internal static class NumberLabels
{
    public static (Glyph Glyph, Tone Tone, string Word) Badge(HealthNumberState state) =>
        state switch
        {
            HealthNumberState.Ok => (Glyph.Check, Tone.Good, "OK"),
            HealthNumberState.Slow => (Glyph.Warning, Tone.Soon, "Slow"),
            HealthNumberState.High => (Glyph.Warning, Tone.Soon, "High"),
            _ => (Glyph.Clock, Tone.Plain, "No data"),
        };

    /// <returns>The number with its unit, without those of <see cref="Small"/>; a dash without data.</returns>
    public static string Value(HealthNumber? number) =>
        number?.Value is not { } value
            ? "–"
            : number.Unit switch
            {
                HealthNumberUnit.Count => Wording.Number((long)value),
                HealthNumberUnit.PerMinute => value.ToString("#,##0.##", CultureInfo.InvariantCulture),
                HealthNumberUnit.Percent => Percent(value),
                HealthNumberUnit.Milliseconds => $"{Wording.Number((long)value)} ms",
                HealthNumberUnit.Seconds => Duration(value),
                HealthNumberUnit.Bytes => ByteCount.Text((long)value),
                _ => value.ToString("0.##", CultureInfo.InvariantCulture) + " CPUs",
            };

    /// <returns>Text in small letters after the value; null if there is none.</returns>
    public static string? Small(HealthNumber number) =>
        number.Value is null ? null
        : number.Unit is HealthNumberUnit.PerMinute ? "per minute"
        : number is { Unit: HealthNumberUnit.Bytes, Maximum: { } maximum } ? $"of {ByteCount.Text((long)maximum)}"
        : null;

    /// <returns>Size of the change since yesterday, without a sign; null if nothing is compared or nothing changed.</returns>
    public static string? Change(HealthNumber number) =>
        number is not { Value: { } value, Previous: { } previous } || value == previous ? null
        : number.Unit is HealthNumberUnit.Percent ? Math.Abs(value - previous).ToString("0.##", CultureInfo.InvariantCulture) + " pp"
        : previous == 0 ? null
        : Percent(Math.Round(Math.Abs(value - previous) / previous * 100, 1));

    /// <returns>One decimal of seconds, minutes or hours.</returns>
    public static string Duration(decimal seconds)
    {
        var (per, unit) = seconds switch
        {
            >= 3600 => (3600m, "h"),
            >= 60 => (60m, "min"),
            _ => (1m, "s"),
        };
        return $"{(seconds / per).ToString("#,##0.#", CultureInfo.InvariantCulture)} {unit}";
    }

    private static string Percent(decimal value) => value.ToString("#,##0.##", CultureInfo.InvariantCulture) + "%";
}
