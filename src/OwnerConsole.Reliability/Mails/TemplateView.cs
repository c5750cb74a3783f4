using OwnerConsole.Kernel.Letters;

namespace OwnerConsole.Reliability.Mails;

/// <summary>A template as the API shows it.</summary>
/// <param name="Facts">what its words may name</param>
/// <param name="IsChanged">false while the words are those it came with</param>
public sealed record TemplateView(string Name, string Title, string Subject, string Html, string Text, IReadOnlyList<string> Facts, bool IsChanged)
{
    internal static TemplateView Of(TemplateRow row, LetterTemplate template) =>
        new(row.Name, row.Title, row.Words.Subject, row.Words.Html, row.Words.Text, LetterPaper.Names(template), row.ChangedAt is not null);
}
