using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using OwnerConsole.Messaging.Emails.Public;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>Renders the Markdown of a message as HTML without scripts, HTML of the author, images, and links other than those of <see cref="MessageText.IsLink"/>.</summary>
internal static class NotificationHtml
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <param name="resolve">Returns the address of a link, or null to show its text only. Null leaves links as they are.</param>
    /// <returns>Empty if the text can't be rendered, which <see cref="MessageText"/> refuses.</returns>
    public static string Of(string markdown, Func<string, string?>? resolve = null) => Render(markdown, resolve) ?? "";

    private static string? Render(string markdown, Func<string, string?>? resolve)
    {
        var parsed = Markdown.Parse(markdown, s_pipeline);
        foreach (var link in parsed.Descendants<LinkInline>().ToList())
            if (!link.IsImage && link.Url is { } written && MessageText.IsLink(written) && (resolve is null ? written : resolve(written)) is { } url)
                Open(link, url);
            else
                Unwrap(link);
        foreach (var link in parsed.Descendants<AutolinkInline>().ToList())
            link.ReplaceBy(new LiteralInline(link.Url)); // <https://…> and <name@example.com> stay readable text
        return SafeHtml.Of(parsed.ToHtml(s_pipeline));
    }

    /// <summary>Whether the text can be rendered within the limits.</summary>
    public static bool CanRender(string markdown)
    {
        try
        {
            return Render(markdown, resolve: null) is not null;
        }
        catch (ArgumentException)
        {
            return false; // Markdig refuses deep nesting.
        }
    }

    /// <summary>Leaves an embedding frame, because the application's pages refuse to be shown in it.</summary>
    private static void Open(LinkInline link, string url)
    {
        link.Url = url;
        link.GetAttributes().AddProperty("target", "_top");
    }

    private static void Unwrap(LinkInline link)
    {
        foreach (var inside in link.ToList())
        {
            inside.Remove();
            link.InsertBefore(inside);
        }
        link.Remove();
    }
}
