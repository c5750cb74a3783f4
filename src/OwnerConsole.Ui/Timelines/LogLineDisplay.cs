using OwnerConsole.Kernel.Log;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Ui.Timelines;

/// <summary>Icon and badge of a log entry.</summary>
/// <param name="Dot">CSS class of the icon's circle.</param>
/// <param name="Outcome">Text of the badge; null for a completed action.</param>
internal readonly record struct LogLineDisplay(Glyph Glyph, string Dot, Tone Tone, string? Outcome)
{
    public static LogLineDisplay Of(LogEntry entry) =>
        entry switch
        {
            { Outcome: "refused" } => new(Glyph.Info, "dot-warn", Tone.Soon, "Refused"),
            { Outcome: "skipped" } => new(Glyph.Info, "dot-warn", Tone.Soon, "Skipped"),
            { Outcome: "failed" } => new(Glyph.Warning, "dot-warn", Tone.Bad, "Failed"),
            { Outcome: "waiting" } => new(Glyph.Send, "", Tone.Info, "Waiting for response"),
            { Outcome: "requested" } => new(Glyph.Clock, "", Tone.Info, "Requested"),
            { Outcome: "approved" } => new(Glyph.Check, "dot-ok", Tone.Good, "Approved"),
            { Outcome: "stopped" } => new(Glyph.Stop, "dot-warn", Tone.Soon, "Stopped"),
            { Kind: "undo" } => new(Glyph.Undo, "", Tone.Plain, null),
            { Kind: "run" } => new(Glyph.Check, "dot-ok", Tone.Good, null),
            { Kind: "system" } => new(Glyph.Shield, "", Tone.Plain, null),
            _ => new(Glyph.Send, "", Tone.Plain, null),
        };
}
