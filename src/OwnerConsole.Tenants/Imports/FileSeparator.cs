namespace OwnerConsole.Tenants.Imports;

/// <summary>Character between the cells of a file.</summary>
public enum FileSeparator
{
    Comma,
    Semicolon,
    Tab,
    Pipe,
}
