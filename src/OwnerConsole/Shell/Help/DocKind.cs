namespace OwnerConsole.Shell.Help;

/// <summary>One of the four kinds of documentation, each a folder of docs/.</summary>
public sealed record DocKind(string Folder, string Title, string Description)
{
    public static readonly IReadOnlyList<DocKind> All =
    [
        new("quickstart", "Quickstart", "From nothing to a tenant, a limit and a verified webhook, in four languages."),
        new("concepts", "Concepts", "How the console works, one idea per page."),
        new("guides", "Guides", "Steps for one task: connect, sell, host, repair."),
        new("reference", "Reference", "Fields, codes and limits to look up."),
    ];

    public string Address => $"{HelpRoutes.Address}/{Folder}";
}
