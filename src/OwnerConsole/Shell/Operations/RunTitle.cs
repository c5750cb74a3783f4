using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Shell.Operations;

/// <summary>Title of a run in lists. Unlike the result message, it names the only subject of a completed run.</summary>
internal static class RunTitle
{
    /// <inheritdoc cref="RunSentence.Of"/>
    public static string Of(Run run, Operation? operation) =>
        operation is not null
        && run is { UndoOf: null, State: RunState.Done or RunState.Undone, Subject: { } subject }
        && run.Names.NameOrNull(subject) is { } name
            ? DoneTitle.Of(operation.Definition, name) ?? RunSentence.Of(run, operation)
            : RunSentence.Of(run, operation);
}
