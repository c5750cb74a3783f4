namespace OwnerConsole.Reliability.Connectors;

/// <summary>A column that one of the three views has.</summary>
/// <param name="IsNeeded">without it nothing is read; any other may be left out</param>
/// <param name="Says">what it is taken as</param>
public sealed record ViewColumn(string Name, ColumnKind Kind, bool IsNeeded, string Says)
{
    /// <summary>As it is written in the definition of a view.</summary>
    public string Type =>
        Kind switch
        {
            ColumnKind.Instant => "timestamptz",
            ColumnKind.Json => "jsonb",
            _ => "text",
        };

    /// <summary>As it is read: one form for whatever a type is kept in.</summary>
    internal string Read => Kind is ColumnKind.Instant ? Name : $"{Name}::{Type} as {Name}";

    /// <param name="type">PostgreSQL's own name of a type</param>
    /// <param name="category">PostgreSQL's letter for its kind: S texts, E enums</param>
    internal bool Takes(string type, char category) =>
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
