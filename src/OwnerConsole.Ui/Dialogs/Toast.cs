using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Ui.Dialogs;

/// <summary>Short message about the result of an action.</summary>
/// <param name="Sentence">Exact text of the element with the class <c>toast</c>, such as <c>2 tenants suspended</c>.</param>
public sealed record Toast(string Sentence, Tone Tone = Tone.Good)
{
    /// <summary>Address that the Undo button posts to; null when nothing can be undone.</summary>
    public string? Undo { get; init; }

    /// <summary>Details below the sentence, such as which tenants were skipped and why.</summary>
    public string? Detail { get; init; }

    /// <summary>Address of the page that shows progress; null when there is nothing more to show.</summary>
    public string? More { get; init; }
}
