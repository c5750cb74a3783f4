namespace OwnerConsole.Reliability.Connectors;

/// <summary>A view as it stands in the owner's database, against what it should be.</summary>
/// <param name="Taken">the columns that are read</param>
/// <param name="Ignored">columns of the owner's that mean nothing here</param>
/// <param name="Mistakes">why it can't be read, each with what to do</param>
internal sealed record ViewShape(SqlView View, IReadOnlyList<ViewColumn> Taken, IReadOnlyList<string> Ignored, IReadOnlyList<string> Mistakes)
{
    /// <summary>Null when it can be read.</summary>
    public SourceTrouble? Trouble => Mistakes.Count == 0 ? null : new SourceTrouble("bad_view", string.Join(' ', Mistakes));

    public static ViewShape Of(SqlView view, IReadOnlyList<Found> found, string role)
    {
        if (found.Count == 0)
            return new(
                view,
                [],
                [],
                [
                    $"There is no view {view.Name} that {role} can see. Make it in a schema that is on the role's search_path, such as public, and grant usage on it.",
                ]
            );
        if (!found[0].MaySelect)
            return new(view, [], [], [$"{role} may not read {view.Name}: grant select on {view.Name} to \"{role}\";"]);
        var byName = found.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var missing = view
            .Columns.Where(column => column.IsNeeded && !byName.ContainsKey(column.Name))
            .Select(column => $"{view.Name} has no column {column.Name} ({column.Type}).");
        var wrong = view
            .Columns.Where(column => byName.TryGetValue(column.Name, out var is_) && !column.Takes(is_.Type, is_.Category))
            .Select(column => Wrong(view, column, byName[column.Name].Shown));
        return new(
            view,
            [.. view.Columns.Where(column => byName.ContainsKey(column.Name))],
            [.. found.Select(column => column.Name).Except(view.Columns.Select(column => column.Name), StringComparer.Ordinal)],
            [.. missing, .. wrong]
        );
    }

    private static string Wrong(SqlView view, ViewColumn column, string type) =>
        $"{view.Name}.{column.Name} is {type} and should be {column.Type}: "
        + (type == "timestamp without time zone" ? $"write {column.Name} at time zone 'UTC' in the view." : $"write it as {column.Type} in the view.");

    /// <param name="Type">PostgreSQL's own name</param>
    /// <param name="Category">PostgreSQL's letter for the kind of type</param>
    /// <param name="Shown">as PostgreSQL shows the type</param>
    /// <param name="MaySelect">the role may read the view</param>
    internal sealed record Found(string Name, string Type, char Category, string Shown, bool MaySelect);
}
