using System.Runtime.CompilerServices;

namespace OwnerConsole.Fixtures;

/// <summary>Files of the repository that tests read or run.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <param name="parts">Names of the folders and the file, from the root.</param>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
