using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Ganss.Xss;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Removes what emails must not contain from the HTML of a template: scripts, event handlers, forms, embedded pages and URLs such as javascript.</summary>
/// <remarks>Only listed elements and attributes remain; other elements are removed with their content.</remarks>
internal static class EmailSanitizer
{
    // Deeply nested or unclosed elements take quadratic time and memory: without limits, 19 KB of unclosed font elements became 24 MB.
    public const int MaxElements = 5_000,
        MaxDepth = 100,
        MaxAttributes = 50;

    private static readonly string[] s_formTags =
    [
        "form",
        "input",
        "button",
        "select",
        "textarea",
        "option",
        "optgroup",
        "fieldset",
        "legend",
        "label",
        "datalist",
        "keygen",
        "output",
    ];

    private static readonly HtmlSanitizer s_sanitizer = Create();

    /// <param name="html">The rendered HTML of the template.</param>
    /// <exception cref="TemplateLimitException">The HTML has too many elements, or becomes too large.</exception>
    /// <exception cref="OperationCanceledException">The time limit is exceeded.</exception>
    public static string Sanitize(string html, CancellationToken stop)
    {
        using var document = Parse(html, stop);
        // The sanitizer would rewrite colours to rgba(), which Outlook ignores, and shorthands to five times their length. Styles can't run scripts.
        var styles = document.All.Where(element => element.HasAttribute("style")).ToDictionary(element => element, element => element.GetAttribute("style")!);
        s_sanitizer.SanitizeDom(document, document.Body);
        foreach (var (element, style) in styles)
            element.SetAttribute("style", style);
        using var writer = new LimitedWriter(stop);
        document.Body!.ChildNodes.ToHtml(writer, s_sanitizer.OutputFormatter);
        return writer.ToString();
    }

    private static IHtmlDocument Parse(string html, CancellationToken stop)
    {
        var elements = 0;
        IElement? previous = null;
        var options = new HtmlParserOptions
        {
            OnCreated = (element, _) =>
            {
                stop.ThrowIfCancellationRequested();
                // An element has no parent yet when it is created, so the depth of the previous one is checked.
                if (
                    ++elements > MaxElements
                    || (previous is not null && (previous.Attributes.Length > MaxAttributes || previous.GetAncestors().Skip(MaxDepth).Any()))
                )
                    throw Exceeded();
                previous = element;
            },
        };
        var document = new HtmlParser(options).ParseDocument($"<!doctype html><body>{html}");
        // The parser copies unclosed elements such as <b> into every paragraph without reporting them as created.
        return document.All.Length <= MaxElements ? document : throw Exceeded();
    }

    private static TemplateLimitException Exceeded() =>
        new($"renders to too many elements: at most {MaxElements}, nested {MaxDepth} deep, with {MaxAttributes} attributes each.");

    private static HtmlSanitizer Create()
    {
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedTags.ExceptWith(s_formTags);
        sanitizer.AllowedSchemes.UnionWith(["mailto", "tel"]);
        sanitizer.AllowedAttributes.UnionWith(["role", "aria-label", "aria-hidden"]);
        return sanitizer;
    }
}
