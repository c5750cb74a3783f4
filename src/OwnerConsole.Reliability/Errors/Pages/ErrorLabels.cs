using System.Globalization;
using OwnerConsole.Pure.Errors;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Errors.Pages;

/// <summary>Words and shapes of errors on pages.</summary>
internal static class ErrorLabels
{
    public static (Glyph Glyph, Tone Tone, string Text) Badge(ErrorState state) =>
        state switch
        {
            ErrorState.Regressed => (Glyph.Undo, Tone.Bad, "Regressed"),
            ErrorState.Resolved => (Glyph.Check, Tone.Good, "Resolved"),
            ErrorState.Ignored => (Glyph.Eye, Tone.Plain, "Ignored"),
            _ => (Glyph.Warning, Tone.Soon, "Unresolved"),
        };

    public static string Title(ErrorState state) => Badge(state).Text;

    public static string Title(ErrorLevel level) =>
        level switch
        {
            ErrorLevel.Debug => "Debug",
            ErrorLevel.Info => "Info",
            ErrorLevel.Warning => "Warning",
            ErrorLevel.Fatal => "Fatal",
            _ => "Error",
        };

    /// <returns>A line of a stack trace in the order that most languages use.</returns>
    public static string Line(ErrorFrame frame)
    {
        var place = frame.File is null ? "unknown file" : string.Join(':', new[] { frame.File, Number(frame.Line), Number(frame.Column) }.OfType<string>());
        return frame.Function is null ? place : $"{frame.Function} ({place})";
    }

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
