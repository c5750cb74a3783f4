namespace OwnerConsole.Reliability.Connectors;

/// <summary>How far a view is read.</summary>
/// <param name="At">with <paramref name="LastId"/> the row that was read last; null before the first</param>
/// <param name="BoundaryAt">where the next pass begins; null while it is the first</param>
/// <param name="IsUnderway">a pass is not at its end</param>
/// <param name="NewestAt">the greatest cursor that was read</param>
internal sealed record ViewCursor(string View, DateTimeOffset? At, string LastId, DateTimeOffset? BoundaryAt, bool IsUnderway, DateTimeOffset? NewestAt)
{
    public static ViewCursor Of(SqlView view) => new(view.Name, null, "", null, false, null);

    /// <summary>A pass goes over what may have come late once more; one that was interrupted goes on.</summary>
    /// <param name="boundary">of this moment: where the pass after this one begins</param>
    /// <param name="first">where the first of all begins; null for the first row</param>
    public ViewCursor Begin(DateTimeOffset? boundary, DateTimeOffset? first) =>
        IsUnderway ? this : this with { At = BoundaryAt ?? first, LastId = "", BoundaryAt = boundary, IsUnderway = true };

    public ViewCursor Past(IReadOnlyList<ViewRow> rows, bool isEnd) =>
        rows is [.., var last]
            ? this with
            {
                At = last.Cursor,
                LastId = last.Id,
                IsUnderway = !isEnd,
                NewestAt = NewestAt > last.Cursor ? NewestAt : last.Cursor,
            }
            : this with
            {
                IsUnderway = !isEnd,
            };
}
