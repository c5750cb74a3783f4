using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Renders an email template with its data into the layout that all emails share.</summary>
internal static partial class EmailRenderer
{
    private static readonly IHandlebars Html = CreateHandlebars(isHtml: true, isStrict: false),
        Text = CreateHandlebars(isHtml: false, isStrict: false),
        StrictHtml = CreateHandlebars(isHtml: true, isStrict: true),
        StrictText = CreateHandlebars(isHtml: false, isStrict: true);

    /// <param name="facts">Data of the email.</param>
    /// <param name="language">Language of the content; null if it is the default text.</param>
    /// <param name="scheme">Colors of a preview; null lets the mail program choose.</param>
    /// <exception cref="TemplateLimitException">The template exceeds the size or time limit.</exception>
    public static RenderedEmail Render(
        EmailContent words,
        JsonElement facts,
        PlatformWords platform,
        string? url,
        EmailRecipient to,
        CancellationToken stop,
        string? unsubscribeUrl = null,
        string? language = null,
        ColorScheme? scheme = null
    )
    {
        if (TemplateLimits.Check(words) is { } mistake)
            throw new TemplateLimitException(mistake.Reason);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TemplateLimits.MaxTime);
        try
        {
            var known = CreateModel(facts, platform, url, to);
            known["unsubscribe_url"] = null; // only in the layout, where no template can leave it out
            known["subject"] = Line(Render(Text, words.Subject, known, limit.Token));
            var html = EmailSanitizer.Sanitize(Render(Html, words.Html, known, limit.Token), limit.Token);
            var text = BlankText.IsBlank(words.Text) ? HtmlText.Of(html) : Render(Text, words.Text, known, limit.Token);
            known["unsubscribe_url"] = unsubscribeUrl;
            return new(
                (string)known["subject"]!,
                EmailLayout.Html(known, html, language, to.Language, scheme),
                EmailLayout.Text(known, text, language, to.Language)
            )
            {
                UnsubscribeUrl = unsubscribeUrl,
            };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TemplateLimitException($"takes longer than {TemplateLimits.MaxTime.TotalSeconds} seconds to render.");
        }
    }

    /// <summary>Renders the saved content, or the default content if the saved one exceeds the limits, which is possible for content saved by an older release.</summary>
    public static RenderedEmail Render(
        EmailTemplate template,
        EmailContent saved,
        JsonElement facts,
        PlatformWords platform,
        string? url,
        EmailRecipient to,
        CancellationToken stop,
        string? unsubscribeUrl = null,
        string? language = null
    )
    {
        try
        {
            return Render(saved, facts, platform, url, to, stop, unsubscribeUrl, language);
        }
        catch (TemplateLimitException)
        {
            return Render(template.Words, facts, platform, url, to, stop, unsubscribeUrl) with { IsBuiltIn = true };
        }
    }

    /// <returns>Null for emails that every recipient needs.</returns>
    internal static string? ExampleUnsubscribeUrl(EmailTemplate template, string? url) =>
        template.Topic is { IsRequired: false } ? $"{url}/unsubscribe/example" : null;

    /// <summary>Renders one line and Markdown, for channels other than email. Values of variables can't add formatting.</summary>
    /// <exception cref="TemplateLimitException">The text exceeds the size or time limit.</exception>
    public static (string Title, string Markdown) RenderMarkdown(
        string title,
        string markdown,
        JsonElement facts,
        PlatformWords platform,
        string? url,
        EmailRecipient to,
        CancellationToken stop
    )
    {
        var known = CreateModel(facts, platform, url, to);
        return (Line(Render(Text, title, known, stop)), Render(Text, markdown, WithEscapedValues(known), stop).Trim());
    }

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
        var full = CreateModel(Json.Element(template.Example), new(), "https://console.example", new("Ann", "", "#U123456789", default));
        (string, IHandlebars, string)[] parts = [("subject", StrictText, words.Subject), ("html", StrictHtml, words.Html), ("text", StrictText, words.Text)];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TemplateLimits.MaxTime);
        foreach (var (part, language, text) in parts)
            try
            {
                using var reader = new StringReader(text);
                var drawn = language.Compile(reader);
                string[] results = [Run(drawn, full, limit.Token), Run(drawn, WithEmptyValues(full), limit.Token)];
                if (part == "html" && !string.IsNullOrWhiteSpace(text) && FindHtmlError(words, results, limit.Token) is { } wrong)
                    return wrong;
            }
            catch (HandlebarsUndefinedBindingException error)
            {
                return new(part, $"contains {{{{{error.Path}}}}}, which is not a variable of this email. Available: {string.Join(", ", Names(full))}.");
            }
            catch (HandlebarsException error)
            {
                return new(part, $"is not valid Handlebars: {Line(error.Message)}");
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

    private static TemplateError? FindHtmlError(EmailContent words, string[] results, CancellationToken stop)
    {
        var shown = results.Select(html => EmailSanitizer.Sanitize(html, stop)).ToList();
        if (!shown.Any(HasVisibleContent))
            return new("html", "has no visible content after scripts, forms and embedded pages are removed.");
        return BlankText.IsBlank(words.Text) && shown.TrueForAll(html => BlankText.IsBlank(HtmlText.Of(html)))
            ? new("text", "can't be empty, because the HTML has no text from which it could be derived.")
            : null;
    }

    /// <returns>Names of the variables that the template can use, such as recipient.name.</returns>
    public static IReadOnlyList<string> Names(EmailTemplate template) =>
        [.. Names(CreateModel(Json.Element(template.Example), new(), "", new("", "", "", default)))];

    private static string Render(IHandlebars language, string text, Dictionary<string, object?> facts, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using var reader = new StringReader(text);
        return Run(language.Compile(reader), facts, stop);
    }

    private static string Run(HandlebarsTemplate<TextWriter, object, object> template, Dictionary<string, object?> facts, CancellationToken stop)
    {
        using var writer = new LimitedWriter(stop);
        template(writer, facts);
        return writer.ToString();
    }

    private static Dictionary<string, object?> CreateModel(JsonElement facts, PlatformWords platform, string? url, EmailRecipient to)
    {
        var known = (Dictionary<string, object?>)ToObject(facts)!;
        known["platform"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = platform.Name, ["url"] = url };
        known["words"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["tenant"] = platform.Tenant };
        known["recipient"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = to.Name };
        known["member"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["support_number"] = to.SupportNumber };
        return known;
    }

    private static object? ToObject(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().ToDictionary(member => member.Name, member => ToObject(member.Value), StringComparer.Ordinal),
            JsonValueKind.Array => json.EnumerateArray().Select(ToObject).ToList(),
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => null,
            _ => json.ToString(),
        };

    /// <summary>Returns the same names with empty values, so that every condition takes the other branch.</summary>
    private static Dictionary<string, object?> WithEmptyValues(Dictionary<string, object?> facts) =>
        facts.ToDictionary(
            fact => fact.Key,
            fact => fact.Value is Dictionary<string, object?> inner ? (object?)WithEmptyValues(inner) : "",
            StringComparer.Ordinal
        );

    /// <summary>Returns the same values with their Markdown characters escaped.</summary>
    private static Dictionary<string, object?> WithEscapedValues(Dictionary<string, object?> facts) =>
        facts.ToDictionary(
            fact => fact.Key,
            fact =>
                fact.Value switch
                {
                    Dictionary<string, object?> inner => WithEscapedValues(inner),
                    string text => string.Concat(
                        Line(text).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' || letter > 127 ? $"{letter}" : $"\\{letter}")
                    ),
                    var other => other,
                },
            StringComparer.Ordinal
        );

    private static IEnumerable<string> Names(Dictionary<string, object?> facts, string before = "") =>
        facts.SelectMany(fact => fact.Value is Dictionary<string, object?> inner ? Names(inner, $"{before}{fact.Key}.") : [before + fact.Key]);

    /// <summary>Removes line breaks, because a value with one could inject another header.</summary>
    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IHandlebars CreateHandlebars(bool isHtml, bool isStrict) =>
        Handlebars.Create(new HandlebarsConfiguration { NoEscape = !isHtml, ThrowOnUnresolvedBindingExpression = isStrict });
}

/// <summary>A rendered email with an HTML and a text part.</summary>
public sealed record RenderedEmail(string Subject, string Html, string Text)
{
    /// <summary>Page by which the recipient unsubscribes; null for emails that every recipient needs.</summary>
    public string? UnsubscribeUrl { get; init; }

    /// <summary>Address that receives a blind copy; null for none.</summary>
    public string? Bcc { get; init; }

    /// <summary>Whether mail programs show it as important.</summary>
    public bool IsImportant { get; init; }

    /// <summary>Whether the built-in text replaced one that exceeds the limits.</summary>
    public bool IsBuiltIn { get; init; }
}

/// <param name="Part">Part with the mistake: subject, html or text.</param>
/// <param name="Reason">Reason; continues a sentence after the name of the part.</param>
public sealed record TemplateError(string Part, string Reason)
{
    public string Sentence => $"{(Part == "html" ? "HTML" : char.ToUpperInvariant(Part[0]) + Part[1..])} {Reason}";
}
