using OwnerConsole.Kernel.Log;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Ui.Timelines;

/// <summary>How a line of the log looks: its icon, and a badge for what was not simply done.</summary>
/// <param name="Dot">the style of the icon's circle</param>
/// <param name="Outcome">in a word; null when it was done</param>
internal readonly record struct LineLook(Glyph Glyph, string Dot, Tone Tone, string? Outcome)
{
    public static LineLook Of(LogEntry entry) =>
        entry switch
        {
            { Outcome: "refused" } => new(Glyph.Info, "dot-warn", Tone.Soon, "Refused"),
            { Outcome: "skipped" } => new(Glyph.Info, "dot-warn", Tone.Soon, "Left as it was"),
            { Outcome: "failed" } => new(Glyph.Warning, "dot-warn", Tone.Bad, "Failed"),
            { Outcome: "waiting" } => new(Glyph.Send, "", Tone.Info, "Waits for an answer"),
            { Outcome: "asked" } => new(Glyph.Clock, "", Tone.Info, "Asked for"),
            { Outcome: "approved" } => new(Glyph.Check, "dot-ok", Tone.Good, "Approved"),
            { Outcome: "stopped" } => new(Glyph.Stop, "dot-warn", Tone.Soon, "Stopped"),
            { Kind: "undo" } => new(Glyph.Undo, "", Tone.Plain, null),
            { Kind: "run" } => new(Glyph.Check, "dot-ok", Tone.Good, null),
            { Kind: "system" } => new(Glyph.Shield, "", Tone.Plain, null),
            _ => new(Glyph.Send, "", Tone.Plain, null),
        };
}
