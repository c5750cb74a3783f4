using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Probes.Pages;

/// <summary>Words and shapes of states on pages.</summary>
internal static class HealthLabels
{
    public static (Glyph Glyph, Tone Tone, string Word) Badge(HealthState state) =>
        state switch
        {
            HealthState.Up => (Glyph.Check, Tone.Good, "Up"),
            HealthState.Degraded => (Glyph.Warning, Tone.Soon, "Degraded"),
            HealthState.Down => (Glyph.Cross, Tone.Bad, "Down"),
            _ => (Glyph.Clock, Tone.Plain, "Unknown"),
        };

    /// <returns>Percent with up to two decimals; a dash if there were no checks.</returns>
    public static string Percent(decimal? share) => share is { } percent ? FormattableString.Invariant($"{percent:0.##}%") : "–";

    public static string Latency(int? ms) => ms is { } time ? $"{Wording.Number(time)} ms" : "–";

    /// <returns>Milliseconds below a second, and otherwise one decimal of seconds, minutes or hours.</returns>
    public static string Duration(int ms) => ms < 1_000 ? Latency(ms) : NumberLabels.Duration(ms / 1_000m);

    /// <returns>A length of time in the largest unit that is exact.</returns>
    public static string Every(int seconds) =>
        seconds switch
        {
            _ when seconds % 86_400 == 0 => Wording.Count(seconds / 86_400, "day"),
            _ when seconds % 3_600 == 0 => Wording.Count(seconds / 3_600, "hour"),
            _ when seconds % 60 == 0 => Wording.Count(seconds / 60, "minute"),
            _ => Wording.Count(seconds, "second"),
        };
}
