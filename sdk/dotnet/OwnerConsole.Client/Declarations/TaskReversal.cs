namespace OwnerConsole.Client;

/// <summary>How an operation of the application is undone.</summary>
public enum TaskReversal
{
    /// <summary>A task of the same kind with <see cref="OfferedTask.IsUndo"/> reverses it.</summary>
    Compensates,
    Never,
}
