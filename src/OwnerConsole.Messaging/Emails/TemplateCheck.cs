using System.Net;
using System.Text.RegularExpressions;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Finds mistakes in the content of a template before it is saved or shown.</summary>
internal static partial class TemplateCheck
{
    private static readonly IHandlebars StrictHtml = EmailRenderer.CreateHandlebars(isHtml: true, isStrict: true),
        StrictText = EmailRenderer.CreateHandlebars(isHtml: false, isStrict: true);

    /// <summary>Stands for a message. The brackets are escaped in HTML unless the variable has three braces.</summary>
    private const string ShownSubject = "<i>shown subject</i>",
        ShownContent = "<i>shown message</i>";

    /// <summary>Variable with the token of a one-time link, such as an invitation.</summary>
    private const string Secret = "{{secret}}";

    private static bool HasVisibleContent(string html) =>
        html.Contains("<img", StringComparison.OrdinalIgnoreCase) || !BlankText.IsBlank(WebUtility.HtmlDecode(Tag.Replace(html, "")));

    [GeneratedRegex("<[^<>]*>", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Tag { get; }

    private static bool UsesSecret(string words) => words.Contains(Secret, StringComparison.Ordinal);

    /// <summary>Checks for unknown variables in both branches of every condition, for invalid Handlebars, and for exceeded limits.</summary>
    /// <returns>The mistake; null when the content can be sent.</returns>
    public static TemplateError? FindError(EmailTemplate template, EmailContent words, CancellationToken stop)
    {
        if (words.Subject.Any(char.IsControl))
            return new("subject", "must be one line.");
        if (BlankText.IsBlank(words.Subject))
            return new("subject", "can't be empty.");
        if (BlankText.IsBlank(words.Text) && BlankText.IsBlank(words.Html))
            return new("text", "can't be empty without HTML.");
        if (UsesSecret(template.Words.Text) && !BlankText.IsBlank(words.Text) && !UsesSecret(words.Text))
            return new("text", $"must contain {Secret}, because recipients can't use this email without it.");
        if (UsesSecret(template.Words.Text) && !string.IsNullOrWhiteSpace(words.Html) && !UsesSecret(words.Html))
            return new("html", $"must contain {Secret}, because recipients can't use this email without it.");
        if (TemplateLimits.Check(words) is { } beyond)
            return beyond;
        var full = EmailRenderer.CreateModel(Json.Element(template.Example), new(), "https://console.example", new("Ann", "", "#U123456789", default));
        var empty = EmailRenderer.WithEmptyValues(full);
        if (template.FramedMessage is not null)
            foreach (var model in new[] { full, empty })
                (model[EmailRenderer.Subject], model[EmailRenderer.Content]) = (ShownSubject, ShownContent);
        (string, IHandlebars, string)[] parts = [("subject", StrictText, words.Subject), ("html", StrictHtml, words.Html), ("text", StrictText, words.Text)];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TemplateLimits.MaxTime);
        foreach (var (part, language, text) in parts)
            try
            {
                using var reader = new StringReader(text);
                var drawn = language.Compile(reader);
                string[] results = [EmailRenderer.Run(drawn, full, limit.Token), EmailRenderer.Run(drawn, empty, limit.Token)];
                var shown = part == "html" ? [.. results.Select(html => EmailSanitizer.Sanitize(html, limit.Token))] : results;
                if (
                    template.FramedMessage is not null
                    && (part == "html" || !BlankText.IsBlank(text))
                    && !Array.TrueForAll(shown, result => ContainsMessage(part, result))
                )
                    return new(part, $"must contain {MessageVariable(part)} for every recipient, because the message is shown there.");
                if (template.FramedMessage is not null && part == "subject" && shown.Any(result => result.Contains(ShownContent, StringComparison.Ordinal)))
                    return new(part, "can't contain {{content}}, because the message is formatted.");
                if (part == "html" && !string.IsNullOrWhiteSpace(text) && FindHtmlError(words, shown) is { } wrong)
                    return wrong;
            }
            catch (HandlebarsUndefinedBindingException error)
            {
                return new(
                    part,
                    $"contains {{{{{error.Path}}}}}, which is not a variable of this email. Available: {string.Join(", ", EmailRenderer.Names(full))}."
                );
            }
            catch (HandlebarsException error)
            {
                return new(part, $"is not valid Handlebars: {EmailRenderer.Line(error.Message)}");
            }
            catch (TemplateLimitException error)
            {
                return new(part, error.Message);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                return new(part, $"takes longer than {TemplateLimits.MaxTime.TotalSeconds} seconds to render.");
            }
        return null;
    }

    /// <param name="shown">Sanitized HTML with all values and without.</param>
    private static TemplateError? FindHtmlError(EmailContent words, string[] shown)
    {
        if (!shown.Any(HasVisibleContent))
            return new("html", "has no visible content after scripts, forms and embedded pages are removed.");
        return BlankText.IsBlank(words.Text) && Array.TrueForAll(shown, html => BlankText.IsBlank(HtmlText.Of(html)))
            ? new("text", "can't be empty, because the HTML has no text from which it could be derived.")
            : null;
    }

    private static bool ContainsMessage(string part, string rendered) =>
        rendered.Contains(part == "subject" ? ShownSubject : ShownContent, StringComparison.Ordinal);

    private static string MessageVariable(string part) =>
        part switch
        {
            "subject" => "{{subject}}",
            "html" => "{{{content}}}",
            _ => "{{content}}",
        };
}

/// <param name="Part">Part with the mistake: subject, html or text.</param>
/// <param name="Reason">Reason; continues a sentence after the name of the part.</param>
public sealed record TemplateError(string Part, string Reason)
{
    public string Sentence => $"{(Part == "html" ? "HTML" : char.ToUpperInvariant(Part[0]) + Part[1..])} {Reason}";
}
