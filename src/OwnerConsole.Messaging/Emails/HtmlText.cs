using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Derives the text part of an email from its HTML. The address of a link follows its text.</summary>
internal static partial class HtmlText
{
    private static readonly HtmlParser s_parser = new();

    /// <param name="html">Sanitized HTML, which is limited in size and depth.</param>
    public static string Of(string html)
    {
        using var document = s_parser.ParseDocument($"<!doctype html><body>{html}");
        var text = new StringBuilder();
        foreach (var node in document.Body!.ChildNodes)
            Write(node, text);
        var lines = text.ToString().Split('\n').Select(line => line.Trim());
        return EmptyLines.Replace(string.Join('\n', lines), "\n\n").Trim();
    }

    private static void Write(INode node, StringBuilder text)
    {
        if (node is IText words)
        {
            text.Append(Spaces.Replace(words.Data, " "));
            return;
        }
        if (node is not IElement element)
            return;
        var (before, after) = Breaks(element.LocalName);
        text.Append(before);
        var start = text.Length;
        foreach (var child in element.ChildNodes)
            Write(child, text);
        if (element is IHtmlImageElement { AlternativeText: { Length: > 0 } alternative })
            text.Append(alternative);
        if (element.GetAttribute("href") is { Length: > 0 } address && text.ToString(start, text.Length - start).Trim() is var label && label != address)
            text.Append(label.Length == 0 ? address : $" ({address})");
        text.Append(after);
    }

    private static (string Before, string After) Breaks(string element) =>
        element switch
        {
            "br" => ("\n", ""),
            "hr" => ("\n\n---\n\n", ""),
            "li" => ("\n- ", ""),
            "td" or "th" => (" ", " "),
            "div" or "tr" or "dt" or "dd" or "section" or "header" or "footer" or "article" => ("\n", "\n"),
            "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "ul" or "ol" or "dl" or "table" or "blockquote" or "pre" => ("\n\n", "\n\n"),
            _ => ("", ""),
        };

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 500)]
    private static partial Regex Spaces { get; }

    [GeneratedRegex(@"\n{3,}", RegexOptions.None, matchTimeoutMilliseconds: 500)]
    private static partial Regex EmptyLines { get; }
}
