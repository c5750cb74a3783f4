namespace OwnerConsole.Kernel.Lanes;

/// <summary>Which work that was given up is meant.</summary>
/// <param name="Kind">its whole name</param>
/// <param name="Cursor">where a page before ended</param>
public sealed record DeadFilter(string? Kind = null, string? Cursor = null, int Limit = 50)
{
    internal string OfKind => Kind is null ? "" : "and d.kind = @Kind";
}
