using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Help;

/// <summary>One page of the documentation in docs/.</summary>
/// <param name="File">Path in docs/ without the extension, such as <c>guides/database</c>.</param>
/// <param name="Text">Markdown source; its first line is the title.</param>
public sealed record Doc(string File, string Text)
{
    private const string Index = "/README";

    /// <summary>The file's path, or for the contents of a folder, the folder: <c>guides</c> for <c>guides/README</c>.</summary>
    public string Name { get; } = File.EndsWith(Index, StringComparison.Ordinal) ? File[..^Index.Length] : File;

    /// <summary>True for guides of pages, which are shown next to a page and use the owner's terms. All others use the terms of the API.</summary>
    public bool IsPageGuide { get; } = File.StartsWith("pages/", StringComparison.Ordinal);

    /// <summary>The kind of documentation that this page belongs to; null for guides of pages.</summary>
    public DocKind? Kind { get; } = DocKind.All.FirstOrDefault(kind => File.StartsWith(kind.Folder + "/", StringComparison.Ordinal));

    private readonly string _title = Text.Split('\n', 2)[0].TrimStart('#', ' ').TrimEnd();

    public string Title => Translate(_title);

    /// <summary>Text without the title.</summary>
    public string Body => Text[(Text.IndexOf('\n', StringComparison.Ordinal) + 1)..];

    public string Address => $"{HelpRoutes.Address}/{Name}";

    /// <returns>A text of this page, with the owner's terms in a guide of a page.</returns>
    public string Translate(string text) => IsPageGuide ? Wording.Translate(text) : text;
}
