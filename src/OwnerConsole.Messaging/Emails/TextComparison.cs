using DiffPlex.Chunkers;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Compares two texts word by word.</summary>
internal static class TextComparison
{
    /// <returns>The words of both texts in order; neighbours with the same change are one part.</returns>
    public static IReadOnlyList<ComparedPart> Of(string before, string after)
    {
        var parts = new List<ComparedPart>();
        foreach (var piece in InlineDiffBuilder.Diff(before, after, ignoreWhiteSpace: false, ignoreCase: false, new WordChunker()).Lines)
        {
            TextChange? change = piece.Type switch
            {
                ChangeType.Inserted => TextChange.Added,
                ChangeType.Deleted => TextChange.Removed,
                ChangeType.Imaginary => null,
                _ => TextChange.None,
            };
            if (change is not { } known)
                continue;
            if (parts.Count > 0 && parts[^1].Change == known)
                parts[^1] = parts[^1] with { Text = parts[^1].Text + piece.Text };
            else
                parts.Add(new(known, piece.Text));
        }
        return parts;
    }
}

/// <summary>Whether a part of a text is new.</summary>
public enum TextChange
{
    None,
    Added,
    Removed,
}

public sealed record ComparedPart(TextChange Change, string Text);
