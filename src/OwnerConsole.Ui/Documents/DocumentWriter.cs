using System.Globalization;
using OwnerConsole.Pure.Texts;
using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace OwnerConsole.Ui.Documents;

/// <summary>Writes text from top to bottom on the A4 pages of a PDF file.</summary>
public sealed class DocumentWriter : IDisposable
{
    /// <summary>Horizontal limits of the text.</summary>
    public const double Left = 56,
        Right = 539;

    private const double Top = 64,
        Bottom = 760,
        PageNumberAt = 800,
        LineHeight = 15,
        NameWidth = 90,
        WideNameWidth = 130;

    /// <summary>A name can be long, and each letter is measured.</summary>
    private const int MaxText = 200;

    private static readonly XFont s_title = new(DocumentFonts.Family, 18, XFontStyleEx.Bold),
        s_bold = new(DocumentFonts.Family, 9, XFontStyleEx.Bold),
        s_text = new(DocumentFonts.Family, 9);

    private static readonly XBrush s_soft = new XSolidBrush(XColor.FromArgb(0x5B, 0x64, 0x70));

    private readonly PdfDocument _document = new();
    private XGraphics _page;
    private double _at;

    /// <summary>Whether a text had a character that isn't shown: from a right-to-left script, which needs shaping, or without a glyph in the font.</summary>
    public bool HidesCharacters { get; private set; }

    /// <summary>Whether each page shows its number at the bottom.</summary>
    public bool NumbersPages { get; init; }

    /// <summary>Number of pages so far.</summary>
    public int Pages => _document.PageCount;

    /// <param name="title">Title of the file and of its first page.</param>
    public DocumentWriter(string title)
    {
        _document.Info.Title = title;
        _document.Info.Creator = "Owner Console";
        _page = AddPage();
        Paragraph(title, style: TextStyle.Title);
        NextLine();
    }

    /// <returns>The PDF file. Nothing can be written afterwards.</returns>
    public byte[] Save()
    {
        _page.Dispose();
        if (NumbersPages)
            DrawPageNumbers();
        using var file = new MemoryStream();
        _document.Save(file, closeStream: false);
        return file.ToArray();
    }

    public void Dispose()
    {
        _page.Dispose();
        _document.Dispose();
    }

    /// <summary>Draws text on the current line.</summary>
    public void Text(string text, double left = Left, TextStyle style = TextStyle.Plain)
    {
        HidesCharacters |= !text.All(DocumentText.IsShown);
        _page.DrawString(text, Font(style), style is TextStyle.Soft ? s_soft : XBrushes.Black, left, _at);
    }

    /// <summary>Draws text on the current line that ends at a position.</summary>
    public void TextBefore(string text, double right = Right, TextStyle style = TextStyle.Plain) => Text(text, right - Measure(text, style), style);

    /// <summary>Draws a line with a name and its value.</summary>
    public void NameAndValue(string name, string value)
    {
        Text(name, Left, TextStyle.Soft);
        Text(Fit(value, Right - Left - NameWidth), Left + NameWidth);
        NextLine();
    }

    /// <summary>Draws a name and next to it a value that continues on as many lines as it needs.</summary>
    public void NameAndText(string name, string value)
    {
        Text(Fit(name, WideNameWidth - 10), Left, TextStyle.Soft);
        Paragraph(value, Left + WideNameWidth);
    }

    /// <summary>Draws the heading of a section, which stays together with the line after it.</summary>
    public void Heading(string text)
    {
        NextLine();
        if (_at + 2 * LineHeight > Bottom)
            StartPage();
        Text(text, Left, TextStyle.Bold);
        NextLine();
        Rule();
    }

    /// <summary>Draws text that continues on as many lines as it needs.</summary>
    public void Paragraph(string text, double left = Left, TextStyle style = TextStyle.Plain)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').SelectMany(line => Wrap(line, Right - left, style)))
        {
            Text(line, left, style);
            NextLine(style is TextStyle.Title ? 1.5 : 1);
        }
    }

    /// <summary>Shortens text to a width.</summary>
    public string Fit(string text, double width)
    {
        var kept = text.Length > MaxText ? TextTruncation.Truncate(text, MaxText) + "…" : text;
        while (kept.Length > 1 && Measure(kept, TextStyle.Plain) > width)
        {
            var shorter = kept.TrimEnd('…');
            kept = TextTruncation.Truncate(shorter, Math.Max(shorter.Length - 1, 0)) + "…";
        }
        return kept;
    }

    public void Rule()
    {
        _page.DrawLine(new XPen(XColor.FromArgb(0xC8, 0xCE, 0xD6), 0.5), Left, _at - 8, Right, _at - 8);
        _at += 4;
    }

    public void NextLine(double lines = 1)
    {
        _at += lines * LineHeight;
        if (_at > Bottom)
            StartPage();
    }

    /// <returns>Lines of at most the width. A word that is longer than a line is divided.</returns>
    private IEnumerable<string> Wrap(string text, double width, TextStyle style)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Divide(word, width, style)))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Measure(longer, style) > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = longer;
            }
        }
        yield return line;
    }

    private IEnumerable<string> Divide(string word, double width, TextStyle style)
    {
        while (Measure(word, style) > width)
        {
            var kept = 1;
            while (Measure(word[..(kept + 1)], style) <= width)
                kept++;
            if (char.IsLowSurrogate(word[kept]))
                kept++; // both halves of a character stay together
            yield return word[..kept];
            word = word[kept..];
        }
        yield return word;
    }

    private double Measure(string text, TextStyle style) => _page.MeasureString(text, Font(style)).Width;

    private static XFont Font(TextStyle style) =>
        style switch
        {
            TextStyle.Title => s_title,
            TextStyle.Bold => s_bold,
            _ => s_text,
        };

    private void StartPage()
    {
        _page.Dispose();
        _page = AddPage();
    }

    /// <summary>The number of pages is known only at the end, so each page is opened again.</summary>
    private void DrawPageNumbers()
    {
        var count = _document.PageCount;
        for (var place = 0; place < count; place++)
        {
            using var page = XGraphics.FromPdfPage(_document.Pages[place]);
            var text = string.Create(CultureInfo.InvariantCulture, $"Page {place + 1} of {count}");
            page.DrawString(text, s_text, s_soft, Right - page.MeasureString(text, s_text).Width, PageNumberAt);
        }
    }

    private XGraphics AddPage()
    {
        var page = _document.AddPage();
        page.Size = PageSize.A4;
        _at = Top;
        return XGraphics.FromPdfPage(page);
    }
}

/// <summary>Font and colour of text in a PDF file.</summary>
public enum TextStyle
{
    Plain,
    Soft,
    Bold,
    Title,
}
