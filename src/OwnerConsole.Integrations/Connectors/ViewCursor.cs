namespace OwnerConsole.Integrations.Connectors;

/// <summary>The position of the sync in a view.</summary>
/// <param name="At">Cursor of the last row that was read, together with <paramref name="LastId"/>; null before the first.</param>
/// <param name="BoundaryAt">Where the next pass starts; null during the first pass.</param>
/// <param name="IsInProgress">True while a pass is in progress.</param>
/// <param name="NewestAt">Highest cursor value that was read.</param>
internal sealed record ViewCursor(string View, DateTimeOffset? At, string LastId, DateTimeOffset? BoundaryAt, bool IsInProgress, DateTimeOffset? NewestAt)
{
    public static ViewCursor Of(SqlView view) => new(view.Name, null, "", null, false, null);

    /// <summary>Starts a pass, which reads rows that may have been committed late again, or continues an interrupted one.</summary>
    /// <param name="boundary">Where the pass after this one starts.</param>
    /// <param name="first">Where the very first pass starts; null for the first row.</param>
    public ViewCursor Start(DateTimeOffset? boundary, DateTimeOffset? first) =>
        IsInProgress ? this : this with { At = BoundaryAt ?? first, LastId = "", BoundaryAt = boundary, IsInProgress = true };

    public ViewCursor Advance(IReadOnlyList<ViewRow> rows, bool isEnd) =>
        rows is [.., var last]
            ? this with
            {
                At = last.Cursor,
                LastId = last.Id,
                IsInProgress = !isEnd,
                NewestAt = NewestAt > last.Cursor ? NewestAt : last.Cursor,
            }
            : this with
            {
                IsInProgress = !isEnd,
            };
}
