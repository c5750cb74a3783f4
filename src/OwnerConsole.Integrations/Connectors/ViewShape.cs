namespace OwnerConsole.Integrations.Connectors;

/// <summary>A view in the connected database, compared with the expected columns.</summary>
/// <param name="Columns">Columns that are read.</param>
/// <param name="Ignored">Columns of the view that are not used.</param>
/// <param name="Errors">Why the view can't be read, each with a fix.</param>
internal sealed record ViewShape(SqlView View, IReadOnlyList<ViewColumn> Columns, IReadOnlyList<string> Ignored, IReadOnlyList<string> Errors)
{
    /// <summary>The error; null when the view can be read.</summary>
    public SourceException? Error => Errors.Count == 0 ? null : new SourceException("bad_view", string.Join(' ', Errors));

    public static ViewShape Of(SqlView view, IReadOnlyList<CatalogColumn> found, string role)
    {
        if (found.Count == 0)
            return new(
                view,
                [],
                [],
                [$"{role} can't find the view {view.Name}. Create it in a schema on the role's search_path, such as public, and grant usage on the schema."]
            );
        if (!found[0].MaySelect)
            return new(view, [], [], [$"{role} can't read {view.Name}. Run: grant select on {view.Name} to \"{role}\";"]);
        var byName = found.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var missing = view
            .Columns.Where(column => column.IsRequired && !byName.ContainsKey(column.Name))
            .Select(column => $"{view.Name} has no column {column.Name} ({column.Type}).");
        var wrong = view
            .Columns.Where(column => byName.TryGetValue(column.Name, out var is_) && !column.Accepts(is_.Type, is_.Category))
            .Select(column => Describe(view, column, byName[column.Name].Shown));
        return new(
            view,
            [.. view.Columns.Where(column => byName.ContainsKey(column.Name))],
            [.. found.Select(column => column.Name).Except(view.Columns.Select(column => column.Name), StringComparer.Ordinal)],
            [.. missing, .. wrong]
        );
    }

    private static string Describe(SqlView view, ViewColumn column, string type) =>
        $"{view.Name}.{column.Name} has the type {type} instead of {column.Type}: "
        + (type == "timestamp without time zone" ? $"use {column.Name} at time zone 'UTC' in the view." : $"cast it to {column.Type} in the view.");

    /// <param name="Type">PostgreSQL's name of the type.</param>
    /// <param name="Category">PostgreSQL's category of the type.</param>
    /// <param name="Shown">The type as PostgreSQL displays it.</param>
    /// <param name="MaySelect">True when the role can read the view.</param>
    internal sealed record CatalogColumn(string Name, string Type, char Category, string Shown, bool MaySelect);
}
