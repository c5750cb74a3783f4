using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Operating;

/// <summary>How the states of runs and of their subjects look: icon, colour and word.</summary>
internal readonly record struct RunLook(Glyph Glyph, Tone Tone, string Text)
{
    public static RunLook Of(Run run) =>
        run switch
        {
            { State: RunState.WaitingApproval, BeginsAlone: true } => new(Glyph.Clock, Tone.Soon, "Begins soon"),
            { State: RunState.WaitingApproval } => new(Glyph.Clock, Tone.Soon, "Waits for approval"),
            { IsScheduled: true } => new(Glyph.Clock, Tone.Info, "Scheduled"),
            { State: RunState.Queued or RunState.Running } => new(Glyph.Pulse, Tone.Info, $"{Wording.Number(run.Settled)} of {Wording.Number(run.Subjects)}"),
            { State: RunState.Waiting } => new(Glyph.Send, Tone.Info, "Waits for an answer"),
            { State: RunState.Stopped } => new(Glyph.Stop, Tone.Soon, run.Done == 0 ? "Stopped" : $"Stopped after {Wording.Number(run.Done)}"),
            { State: RunState.Failed } => new(Glyph.Warning, Tone.Bad, "Failed"),
            { State: RunState.Partly } => new(Glyph.Warning, Tone.Soon, $"{Wording.Number(run.Done)} of {Wording.Number(run.Subjects)}"),
            { State: RunState.Undone } => new(Glyph.Undo, Tone.Plain, "Undone"),
            { UndoOf: not null } => new(Glyph.Undo, Tone.Info, "Undo"),
            _ => new(Glyph.Check, Tone.Good, "Done"),
        };

    /// <summary>Of any run in this state.</summary>
    public static string Word(RunState state) =>
        state switch
        {
            RunState.WaitingApproval => "Waits for approval",
            RunState.Waiting => "Waits for an answer",
            RunState.Partly => "Done in part",
            _ => state.ToString(),
        };

    public static RunLook Of(LineState state) =>
        state switch
        {
            LineState.Done => new(Glyph.Check, Tone.Good, "Done"),
            LineState.Refused => new(Glyph.Info, Tone.Plain, "Refused"),
            LineState.Skipped => new(Glyph.Info, Tone.Soon, "Left as it was"),
            LineState.Failed => new(Glyph.Warning, Tone.Bad, "Failed"),
            LineState.Waiting => new(Glyph.Send, Tone.Info, "Waits for an answer"),
            _ => new(Glyph.Undo, Tone.Plain, "Undone"),
        };
}
