namespace OwnerConsole.Client;

/// <summary>How an operation of the application is taken back.</summary>
public enum TaskReversal
{
    /// <summary>By a task of the same kind with <see cref="OfferedTask.IsUndo"/>.</summary>
    Compensates,
    Never,
}
