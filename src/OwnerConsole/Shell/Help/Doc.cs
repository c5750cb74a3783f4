using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Help;

/// <summary>One page of the documentation in docs/.</summary>
/// <param name="Name">Path in docs/ without the extension, such as <c>runbooks/database</c>.</param>
/// <param name="Text">Markdown source; its first line is the title.</param>
public sealed record Doc(string Name, string Text)
{
    /// <summary>True for guides, which are shown next to a page and use the owner's terms. References use the terms of the API.</summary>
    public bool IsGuide { get; } = Name.StartsWith("guide/", StringComparison.Ordinal);

    private readonly string _title = Text.Split('\n', 2)[0].TrimStart('#', ' ').TrimEnd();

    public string Title => IsGuide ? Wording.Translate(_title) : _title;

    /// <summary>Text without the title.</summary>
    public string Body => Text[(Text.IndexOf('\n', StringComparison.Ordinal) + 1)..];

    public string Address => $"{HelpRoutes.Address}/{Name}";
}
