using System.Text.Json;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws;

/// <summary>The preconditions of an operation, and a later change that prevents its undo. Each operation of the catalogue has one example, found by type.</summary>
public abstract class Example
{
    /// <summary>Name of the operation.</summary>
    public abstract string OperationName { get; }

    /// <summary>Creates a subject that accepts the operation. Each call returns another subject, unless there is only one of its kind.</summary>
    public abstract Task<Arranged> Arrange(LawHarness stage);

    /// <summary>An input that is refused for the arranged subject; null if repeating the operation is refused instead.</summary>
    public virtual JsonElement? RefusedInput => null;

    /// <summary>Makes a later change to the result, which an undo would overwrite.</summary>
    /// <returns>False if only its undo can change the result.</returns>
    public virtual Task<bool> MoveOn(LawHarness stage, Run run) => Task.FromResult(false);

    public sealed override string ToString() => OperationName;
}

/// <param name="Input">Null uses the example input of the operation.</param>
public sealed record Arranged(string Subject, JsonElement? Input = null);
