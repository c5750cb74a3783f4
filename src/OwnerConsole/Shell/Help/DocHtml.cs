using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Helpers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Help;

/// <summary>Renders documentation as HTML: links lead to other documents and pages of the console, and wide content scrolls.</summary>
public sealed class DocHtml(DocList docs)
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub)
        .DisableHtml()
        .Build();

    public string Of(Doc doc)
    {
        var parsed = Markdown.Parse(doc.Body, s_pipeline);
        foreach (var heading in parsed.Descendants<HeadingBlock>())
            heading.GetAttributes().Id = Anchor(heading.GetAttributes().Id);
        foreach (var link in parsed.Descendants<LinkInline>().ToList())
            Lead(link, doc);
        if (doc.IsPageGuide)
            foreach (var literal in parsed.Descendants<LiteralInline>())
                literal.Content = new StringSlice(Wording.Translate(literal.Content.ToString()));
        else
            foreach (var heading in parsed.Descendants<HeadingBlock>())
                LinkToItself(heading, doc);
        return Written(parsed);
    }

    /// <summary>Sections of a document, without their subsections.</summary>
    public static IEnumerable<DocSection> Sections(Doc doc) =>
        Markdown
            .Parse(doc.Body, s_pipeline)
            .Descendants<HeadingBlock>()
            .Where(heading => heading.Level == 2)
            .Select(heading => new DocSection(Text(heading), Anchor(heading.GetAttributes().Id)));

    /// <summary>The whole text of a document by section and subsection, without markup. The first one is the text before the first heading.</summary>
    public static IReadOnlyList<DocPassage> Passages(Doc doc)
    {
        var all = new List<(string Title, string? Anchor, StringBuilder Text)> { ("", null, new()) };
        foreach (var block in Markdown.Parse(doc.Body, s_pipeline).Descendants<LeafBlock>())
            if (block is HeadingBlock heading)
                all.Add((Text(heading), Anchor(heading.GetAttributes().Id), new()));
            else
                all[^1].Text.Append(block.Inline is null ? block.Lines.ToString().ReplaceLineEndings(" ") : Text(block)).Append(' ');
        return [.. all.Select(passage => new DocPassage(passage.Title, passage.Anchor, passage.Text.ToString().Trim()))];
    }

    private static string Text(LeafBlock block) =>
        string.Concat(
            (block.Inline?.Descendants() ?? []).Select(inline =>
                inline switch
                {
                    LiteralInline literal => literal.Content.ToString(),
                    CodeInline code => code.Content,
                    LineBreakInline => " ",
                    _ => "",
                }
            )
        );

    /// <summary>Makes a heading a link to itself, so that its address can be copied.</summary>
    private static void LinkToItself(HeadingBlock heading, Doc doc)
    {
        if (heading.Inline is not { } content || content.Descendants<LinkInline>().Any())
            return;
        var link = new LinkInline { Url = $"{doc.Address}#{heading.GetAttributes().Id}" };
        foreach (var inside in content.ToList())
        {
            inside.Remove();
            link.AppendChild(inside);
        }
        content.AppendChild(link);
    }

    // The prefix avoids collisions with ids of the surrounding page.
    private static string Anchor(string? id) => $"doc-{id}";

    private void Lead(LinkInline link, Doc from)
    {
        var (target, anchor) = (link.Url ?? "").Split('#', 2) is [var before, var after] ? (before, "#" + Anchor(after)) : (link.Url ?? "", "");
        if (link.IsImage && DocPictures.AddressOf(Resolve(from.File, target)) is { } picture)
        {
            link.Url = picture;
            link.GetAttributes().AddProperty("loading", "lazy");
        }
        else if (link.IsImage)
            Unwrap(link);
        else if (target.Contains("://", StringComparison.Ordinal))
            link.GetAttributes().AddProperty("rel", "noreferrer");
        else if (target.StartsWith('/'))
            return; // a page of the console
        else if (target.Length == 0)
            link.Url = from.Address + anchor;
        else if (docs.At(Resolve(from.File, target)) is { } found)
            link.Url = found.Address + anchor;
        else
            Unwrap(link);
    }

    /// <returns>The name of the document that a relative path in a document points to.</returns>
    private static string Resolve(string from, string path)
    {
        var absolute = new Uri(new Uri($"docs:///{from}"), path).AbsolutePath.TrimStart('/');
        return absolute.EndsWith(".md", StringComparison.Ordinal) ? absolute[..^3] : absolute;
    }

    // The target is not part of the console, so only the link text remains.
    private static void Unwrap(LinkInline link)
    {
        foreach (var inside in link.ToList())
        {
            inside.Remove();
            link.InsertBefore(inside);
        }
        link.Remove();
    }

    private static string Written(MarkdownDocument parsed)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        s_pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlTableRenderer>(new WideTable());
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new WideCode());
        renderer.Render(parsed);
        return writer.ToString();
    }

    // The number tells screen reader users the regions apart.
    private static string Scrolls(string what, int number) => $"<div class=\"doc-wide\" tabindex=\"0\" role=\"region\" aria-label=\"{what} {number}\">";

    private sealed class WideTable : HtmlTableRenderer
    {
        private int _written;

        protected override void Write(HtmlRenderer renderer, Table table)
        {
            foreach (var cells in table.Descendants<TableRow>().SelectMany(row => row.OfType<TableCell>().Zip(table.ColumnDefinitions)))
                if (cells.Second.Alignment is TableColumnAlign.Right)
                    cells.First.GetAttributes().AddClass("r");
            table.ColumnDefinitions.Clear(); // it would write them as inline styles, which the content security policy forbids
            renderer.Write(Scrolls("Table", ++_written));
            base.Write(renderer, table);
            renderer.Write("</div>");
        }
    }

    private sealed class WideCode : CodeBlockRenderer
    {
        private int _written;

        protected override void Write(HtmlRenderer renderer, CodeBlock obj)
        {
            renderer.Write(Scrolls("Code", ++_written));
            base.Write(renderer, obj);
            renderer.Write("</div>");
        }
    }
}

/// <summary>Text below one heading.</summary>
/// <param name="Title">The heading; empty before the first one.</param>
/// <param name="Anchor">Fragment of the address that leads to the heading; null before the first one.</param>
public sealed record DocPassage(string Title, string? Anchor, string Text);

/// <summary>A section of a document.</summary>
/// <param name="Anchor">Fragment of the address that leads to the section.</param>
public sealed record DocSection(string Title, string Anchor);
