namespace OwnerConsole.Pure.Imports;

/// <summary>Encodings of text files that spreadsheets and banks write.</summary>
public enum FileEncoding
{
    /// <summary>UTF-8, with or without a byte order mark.</summary>
    Utf8,

    /// <summary>UTF-16 with a byte order mark, as "Unicode text" of Excel.</summary>
    Utf16,

    /// <summary>Windows-1252, as CSV of Excel in western Europe.</summary>
    Windows1252,
}
