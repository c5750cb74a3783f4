using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Help;

/// <summary>One text of docs/.</summary>
/// <param name="Name">its path in docs/ without the ending, such as <c>runbooks/database</c></param>
/// <param name="Text">Markdown, whose first line is its title</param>
public sealed record Doc(string Name, string Text)
{
    /// <summary>Told beside a page, in the platform's words; a reference speaks as the API does.</summary>
    public bool IsGuide { get; } = Name.StartsWith("guide/", StringComparison.Ordinal);

    private readonly string _title = Text.Split('\n', 2)[0].TrimStart('#', ' ').TrimEnd();

    public string Title => IsGuide ? Wording.Say(_title) : _title;

    /// <summary>Without the title.</summary>
    public string Body => Text[(Text.IndexOf('\n', StringComparison.Ordinal) + 1)..];

    public string Address => $"{HelpRoutes.Address}/{Name}";
}
