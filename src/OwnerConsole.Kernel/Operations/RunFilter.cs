namespace OwnerConsole.Kernel.Operations;

/// <summary>Which runs are meant.</summary>
/// <param name="Operation">its name</param>
/// <param name="Cursor">where a page before ended</param>
public sealed record RunFilter(RunState? State = null, string? Operation = null, string? Cursor = null, int Limit = 50);
