namespace OwnerConsole.Integrations.Connectors;

/// <summary>A column of one of the three views.</summary>
/// <param name="IsRequired">True for required columns. Other columns can be left out.</param>
/// <param name="Description">Meaning of the column.</param>
public sealed record ViewColumn(string Name, ColumnKind Kind, bool IsRequired, string Description)
{
    /// <summary>The type of the column in the definition of the view.</summary>
    public string Type =>
        Kind switch
        {
            ColumnKind.Instant => "timestamptz",
            ColumnKind.Json => "jsonb",
            _ => "text",
        };

    /// <summary>The SQL expression that reads the column, cast to one type.</summary>
    internal string SelectExpression => Kind is ColumnKind.Instant ? Name : $"{Name}::{Type} as {Name}";

    /// <param name="type">PostgreSQL's name of the type.</param>
    /// <param name="category">PostgreSQL's category of the type: S for strings, E for enums.</param>
    internal bool Accepts(string type, char category) =>
        Kind switch
        {
            ColumnKind.Instant => type == "timestamptz",
            ColumnKind.Json => type is "jsonb" or "json",
            _ => category is 'S' or 'E' || type is "uuid" or "int2" or "int4" or "int8",
        };
}

public enum ColumnKind
{
    Text,
    Instant,
    Json,
}
