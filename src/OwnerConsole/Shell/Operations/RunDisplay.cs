using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Operations;

/// <summary>Icon, color and text of the states of runs and their subjects.</summary>
internal readonly record struct RunDisplay(Glyph Glyph, Tone Tone, string Text)
{
    public static RunDisplay Of(Run run) =>
        run switch
        {
            { State: RunState.WaitingApproval, StartsWithoutApproval: true } => new(Glyph.Clock, Tone.Soon, "Starts soon"),
            { State: RunState.WaitingApproval } => new(Glyph.Clock, Tone.Soon, "Pending approval"),
            { IsScheduled: true } => new(Glyph.Clock, Tone.Info, "Scheduled"),
            { State: RunState.Queued or RunState.Running } => new(Glyph.Pulse, Tone.Info, $"{Wording.Number(run.Settled)} of {Wording.Number(run.Subjects)}"),
            { State: RunState.Waiting } => new(Glyph.Send, Tone.Info, "Waiting for response"),
            { State: RunState.Stopped } => new(Glyph.Stop, Tone.Soon, run.Done == 0 ? "Stopped" : $"Stopped after {Wording.Number(run.Done)}"),
            { State: RunState.Failed } => new(Glyph.Warning, Tone.Bad, "Failed"),
            { State: RunState.Partly } => new(Glyph.Warning, Tone.Soon, $"{Wording.Number(run.Done)} of {Wording.Number(run.Subjects)}"),
            { State: RunState.Undone } => new(Glyph.Undo, Tone.Plain, "Undone"),
            { UndoOf: not null } => new(Glyph.Undo, Tone.Info, "Undo"),
            _ => new(Glyph.Check, Tone.Good, "Done"),
        };

    /// <summary>Text of a state in filters, without counts.</summary>
    public static string Word(RunState state) =>
        state switch
        {
            RunState.WaitingApproval => "Pending approval",
            RunState.Waiting => "Waiting for response",
            RunState.Partly => "Partly done",
            _ => state.ToString(),
        };

    public static RunDisplay Of(RunLineState state) =>
        state switch
        {
            RunLineState.Done => new(Glyph.Check, Tone.Good, "Done"),
            RunLineState.Refused => new(Glyph.Info, Tone.Plain, "Refused"),
            RunLineState.Skipped => new(Glyph.Info, Tone.Soon, "Skipped"),
            RunLineState.Failed => new(Glyph.Warning, Tone.Bad, "Failed"),
            RunLineState.Waiting => new(Glyph.Send, Tone.Info, "Waiting for response"),
            _ => new(Glyph.Undo, Tone.Plain, "Undone"),
        };
}
