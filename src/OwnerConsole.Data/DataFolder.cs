namespace OwnerConsole.Data;

/// <summary>Folder for small files outside the database that must be readable while it is down.</summary>
/// <param name="Path">Null when no files are kept, as in most tests.</param>
public sealed record DataFolder(string? Path);
