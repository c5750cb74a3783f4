namespace OwnerConsole.Shell.Help;

/// <summary>Former addresses of documentation. Browsers keep the fragment, so the new page should have the same headings.</summary>
public static class MovedDocs
{
    private static readonly Dictionary<string, string> s_pages = new(StringComparer.Ordinal)
    {
        ["connect"] = "guides/connect",
        ["log"] = "guides/verify-audit-log",
    };

    private static readonly (string From, string To)[] s_folders = [("guide/", "pages/"), ("runbooks/", "guides/"), ("", "guides/"), ("", "reference/")];

    /// <returns>The page that has this text now; null if there never was one.</returns>
    /// <param name="name">Former path in docs/ without the extension.</param>
    public static Doc? Find(string name, DocList docs) =>
        docs.Find(s_pages.GetValueOrDefault(name, ""))
        ?? s_folders
            .Where(folder => name.StartsWith(folder.From, StringComparison.Ordinal))
            .Select(folder => docs.Find(folder.To + name[folder.From.Length..]))
            .FirstOrDefault(doc => doc is not null);
}
