namespace OwnerConsole.Data.Lanes;

/// <summary>Filter for failed work items.</summary>
/// <param name="Kind">Complete name of the kind of work.</param>
/// <param name="Cursor">Cursor of the previous page.</param>
public sealed record DeadFilter(string? Kind = null, string? Cursor = null, int Limit = 50)
{
    internal string OfKind => Kind is null ? "" : "and d.kind = @Kind";
}
