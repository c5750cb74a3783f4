using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Ui.Dialogs;

/// <summary>One sentence about what was just done.</summary>
/// <param name="Sentence">exactly what the element of the class <c>toast</c> holds: <c>2 tenants suspended</c></param>
public sealed record Toast(string Sentence, Tone Tone = Tone.Good)
{
    /// <summary>Where its Undo posts to; null when nothing can be undone.</summary>
    public string? Undo { get; init; }

    /// <summary>More about it, beside the sentence: who was skipped and why.</summary>
    public string? Detail { get; init; }

    /// <summary>The page that tells how it goes on; null when all is said.</summary>
    public string? More { get; init; }
}
