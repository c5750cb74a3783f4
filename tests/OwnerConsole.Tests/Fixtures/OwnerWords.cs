using System.Runtime.CompilerServices;

namespace OwnerConsole.Fixtures;

/// <summary>Words that an owner would type to find something, with the result that each must offer first or second. The last twelve are mistyped.</summary>
public static class OwnerWords
{
    public const int Mistyped = 12;

    /// <summary>Typed word, label of the row and title.</summary>
    public static IReadOnlyList<(string Typed, string Label, string Title)> All { get; } =
    [.. File.ReadLines(Path.Combine(Folder(), "OwnerWords.csv")).Skip(1).Select(line => line.Split(',')).Select(cells => (cells[0], cells[1], cells[2]))];

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
