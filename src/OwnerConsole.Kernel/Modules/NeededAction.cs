namespace OwnerConsole.Kernel.Modules;

/// <summary>Operation that resolves an item that needs attention.</summary>
/// <param name="Operation">Name of the operation.</param>
/// <param name="Label">Text of the button.</param>
public sealed record NeededAction(string Operation, string SubjectId, string Label)
{
    /// <summary>Values that its form is filled in with.</summary>
    public IReadOnlyList<(string Name, string Value)> Values { get; init; } = [];

    /// <summary>True to run it immediately, with undo in the toast; false to open its form.</summary>
    public bool IsOneClick { get; init; }
}
