namespace OwnerConsole.Shell.Help;

/// <summary>Screenshots in the documentation, which bin/picture takes from the running program.</summary>
internal static class DocPictures
{
    private static readonly HashSet<string> s_all = new(
        typeof(DocPictures).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("pictures/", StringComparison.Ordinal)),
        StringComparer.Ordinal
    );

    /// <param name="file">Path of a file below docs.</param>
    /// <returns>Null if there is no such picture.</returns>
    public static string? AddressOf(string file) => s_all.Contains(file) ? $"{HelpRoutes.Address}/{file}" : null;

    /// <param name="file">Path of a file below docs.</param>
    /// <returns>The PNG; null if there is no such picture.</returns>
    public static Stream? Find(string file) => s_all.Contains(file) ? typeof(DocPictures).Assembly.GetManifestResourceStream(file) : null;
}
