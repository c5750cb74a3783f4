using System.Text.Json;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws;

/// <summary>What one operation needs before it can be done, and what makes its undo come too late. Each operation of the catalogue has one; they are found by type.</summary>
public abstract class Example
{
    /// <summary>The operation's name.</summary>
    public abstract string OperationName { get; }

    /// <summary>Arranges something that the operation can be done to: each time another subject, unless there is only one of its kind.</summary>
    public abstract Task<Arranged> Arrange(LawHarness stage);

    /// <summary>An input that is refused for what was given; null when doing it a second time is what is refused.</summary>
    public virtual JsonElement? RefusedInput => null;

    /// <summary>Somebody decides something else about what was done, so that undoing it would undo theirs.</summary>
    /// <returns>false when nothing can be decided about it afterwards but its own undo</returns>
    public virtual Task<bool> MoveOn(LawHarness stage, Run run) => Task.FromResult(false);

    public sealed override string ToString() => OperationName;
}

/// <param name="Input">null: the operation's own example</param>
public sealed record Arranged(string Subject, JsonElement? Input = null);
