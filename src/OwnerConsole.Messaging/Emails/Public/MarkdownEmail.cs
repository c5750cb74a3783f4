using System.Net;
using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Messaging.Emails.Public;

/// <summary>Emails whose text people write as Markdown with variables.</summary>
public static class MarkdownEmail
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().DisableHtml().Build();

    /// <param name="subject">One line with variables.</param>
    /// <param name="body">Markdown with variables.</param>
    /// <param name="link">Address shown below the text; null for none.</param>
    /// <param name="linkLabel">Text of the link; null for its address.</param>
    public static EmailContent Content(string subject, string body, string? link, string? linkLabel)
    {
        var (html, text) = (Markdown.ToHtml(body, s_pipeline), body.Trim());
        if (link is not null)
        {
            var label = string.IsNullOrWhiteSpace(linkLabel) ? link : linkLabel;
            html += $"<p><a href=\"{WebUtility.HtmlEncode(link)}\">{WebUtility.HtmlEncode(label)}</a></p>";
            text += $"\n\n{label}: {link}";
        }
        return new(subject.Trim(), html, text);
    }

    /// <returns>The text without markup, for channels that show plain text. The address of a link follows its text.</returns>
    public static string PlainText(string markdown)
    {
        var parsed = Markdown.Parse(markdown, s_pipeline);
        foreach (var link in parsed.Descendants<LinkInline>().Where(link => link is { IsImage: false, IsAutoLink: false, Url.Length: > 0 }).ToList())
            link.InsertAfter(new LiteralInline($" ({link.Url})"));
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer)
        {
            EnableHtmlForBlock = false,
            EnableHtmlForInline = false,
            EnableHtmlEscape = false,
        };
        s_pipeline.Setup(renderer);
        renderer.Render(parsed);
        return writer.ToString().Trim();
    }

    /// <param name="template">Describes the variables.</param>
    /// <returns>The field with the mistake and the reason, which continues a sentence after its name; null if it can be sent.</returns>
    public static (string Field, string Reason)? FindError(
        EmailTemplate template,
        string subject,
        string body,
        string? link,
        string? linkLabel,
        CancellationToken stop
    )
    {
        if (link is not null && !HttpsAddress.IsValid(link))
            return ("link", "must be an https address, such as https://app.example.com/new.");
        if (link is not null && link.Contains("{{", StringComparison.Ordinal))
            return ("link", "can't contain variables.");
        var content = Content(subject, body, link, linkLabel);
        if (content.Html.Contains("%7B%7B", StringComparison.Ordinal))
            return ("body", "can't contain variables in the address of a link.");
        return EmailText.FindError(template, content, stop) is var (part, reason) ? (part == "subject" ? "subject" : "body", reason) : null;
    }
}
