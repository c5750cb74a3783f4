using System.Text.Json;
using HandlebarsDotNet;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Renders an email template with its data into the layout that all emails share.</summary>
internal static class EmailRenderer
{
    private static readonly IHandlebars Html = CreateHandlebars(isHtml: true, isStrict: false),
        Text = CreateHandlebars(isHtml: false, isStrict: false);

    /// <summary>Name of the variable by which a frame shows its message.</summary>
    internal const string Content = "content";

    internal const string Subject = "subject";

    private const string Member = "member";

    /// <param name="facts">Data of the email.</param>
    /// <param name="language">Language of the content; null if it is the default text.</param>
    /// <param name="scheme">Colors of a preview; null lets the mail program choose.</param>
    /// <param name="message">Message that the content frames; null if it is the whole text.</param>
    /// <param name="isMessage">Whether the content is itself such a message, without a frame.</param>
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
        ColorScheme? scheme = null,
        EmailContent? message = null,
        bool isMessage = false
    )
    {
        // The length of a message was checked when it was saved, and what the console adds, such as "Correction:", must not prevent it from being sent.
        if ((message is null ? null : TemplateLimits.CheckTags(message)) is { } wrong)
            throw new TemplateLimitException(wrong.Reason);
        if ((isMessage ? TemplateLimits.CheckTags(words) : TemplateLimits.Check(words)) is { } mistake)
            throw new TemplateLimitException(mistake.Reason);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TemplateLimits.MaxTime);
        try
        {
            var known = CreateModel(facts, platform, url, to);
            known["unsubscribe_url"] = null; // only in the layout, where no template can leave it out
            var framed = message is null ? null : RenderParts(message, known, framed: null, limit.Token);
            if (framed is not null)
                known[Member] = Values("support_number", to.SupportNumber); // a frame is about the recipient, as the footer is
            var parts = RenderParts(words, known, framed, limit.Token);
            var html = EmailSanitizer.Sanitize(parts.Html, limit.Token);
            var text = parts.Text ?? HtmlText.Of(html);
            known[Subject] = parts.Subject;
            known[Member] = Values("support_number", to.SupportNumber); // the footer shows the recipient's number
            known["unsubscribe_url"] = unsubscribeUrl;
            return new(parts.Subject, EmailLayout.Html(known, html, language, to.Language, scheme), EmailLayout.Text(known, text, language, to.Language))
            {
                UnsubscribeUrl = unsubscribeUrl,
                ShowsMessage = framed is null || parts.Shows(framed),
            };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TemplateLimitException($"takes longer than {TemplateLimits.MaxTime.TotalSeconds} seconds to render.", isTimeout: true);
        }
    }

    /// <summary>Renders the saved content. The default content replaces one that exceeds the limits or leaves out the message, which is possible for content saved by an older release.</summary>
    /// <param name="message">Message that the template frames; null for a template that is the whole text.</param>
    /// <exception cref="TemplateLimitException">The message exceeds the limits with these values.</exception>
    public static RenderedEmail Render(
        EmailTemplate template,
        TemplateText saved,
        JsonElement facts,
        PlatformWords platform,
        string? url,
        EmailRecipient to,
        CancellationToken stop,
        string? unsubscribeUrl = null,
        EmailContent? message = null
    )
    {
        var isPlain = message is not null && saved.Content == EmailTemplate.PlainFrame;
        try
        {
            if (
                !isPlain && Render(saved.Content, facts, platform, url, to, stop, unsubscribeUrl, saved.Language, null, message) is { ShowsMessage: true } email
            )
                return email;
        }
        catch (TemplateLimitException)
        {
            // The default content replaces it.
        }
        return Render(message ?? template.Words, facts, platform, url, to, stop, unsubscribeUrl, isMessage: message is not null) with { IsBuiltIn = !isPlain };
    }

    /// <param name="framed">Rendered message that the content frames.</param>
    private static EmailParts RenderParts(EmailContent words, Dictionary<string, object?> known, EmailParts? framed, CancellationToken stop)
    {
        // The direction of the message is its own, because it can be in another language than the frame.
        var html = framed is null ? null : $"<div dir=\"auto\">{framed.Html}</div>";
        var model = framed is null ? known : new(known, StringComparer.Ordinal) { [Subject] = framed.Subject, [Content] = html };
        var subject = Line(Render(Text, words.Subject, model, stop));
        if (framed is null)
            model = new(known, StringComparer.Ordinal) { [Subject] = subject };
        var body = Render(Html, words.Html, model, stop);
        if (framed is not null)
            model[Content] = framed.Text ?? HtmlText.Of(EmailSanitizer.Sanitize(framed.Html, stop));
        return new(subject, body, BlankText.IsBlank(words.Text) ? null : Render(Text, words.Text, model, stop));
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

    /// <returns>Names of the variables that the template can use, such as recipient.name.</returns>
    public static IReadOnlyList<string> Names(EmailTemplate template) =>
        [
            .. template.FramedMessage is null ? [] : new[] { Subject, Content },
            .. Names(CreateModel(Json.Element(template.Example), new(), "", new("", "", "", default))),
        ];

    private static string Render(IHandlebars language, string text, Dictionary<string, object?> facts, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using var reader = new StringReader(text);
        return Run(language.Compile(reader), facts, stop);
    }

    internal static string Run(HandlebarsTemplate<TextWriter, object, object> template, Dictionary<string, object?> facts, CancellationToken stop)
    {
        using var writer = new LimitedWriter(stop);
        template(writer, facts);
        return writer.ToString();
    }

    internal static Dictionary<string, object?> CreateModel(JsonElement facts, PlatformWords platform, string? url, EmailRecipient to)
    {
        var known = (Dictionary<string, object?>)ToObject(facts)!;
        // A message can be about another member than its recipient. Otherwise, the member is the recipient.
        var member = known.GetValueOrDefault(Member) as Dictionary<string, object?> ?? new(StringComparer.Ordinal);
        member.TryAdd("support_number", to.SupportNumber);
        known["platform"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = platform.Name, ["url"] = url };
        known["words"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["tenant"] = platform.Tenant };
        known["recipient"] = Values("name", to.Name);
        known[Member] = member;
        return known;
    }

    private static Dictionary<string, object?> Values(string name, object? value) => new(StringComparer.Ordinal) { [name] = value };

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
    internal static Dictionary<string, object?> WithEmptyValues(Dictionary<string, object?> facts) =>
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

    internal static IEnumerable<string> Names(Dictionary<string, object?> facts, string before = "") =>
        facts.SelectMany(fact => fact.Value is Dictionary<string, object?> inner ? Names(inner, $"{before}{fact.Key}.") : [before + fact.Key]);

    /// <summary>Removes line breaks, because a value with one could inject another header.</summary>
    internal static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    internal static IHandlebars CreateHandlebars(bool isHtml, bool isStrict) =>
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

    /// <summary>Whether the built-in text replaced one that exceeds the limits or leaves out the message.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>Whether the message is in both parts; true for a template that is the whole text.</summary>
    internal bool ShowsMessage { get; init; } = true;
}

/// <summary>The rendered parts of a text, before the layout is added.</summary>
/// <param name="Html">HTML that is not sanitized yet.</param>
/// <param name="Text">Null if it is derived from the HTML.</param>
internal sealed record EmailParts(string Subject, string Html, string? Text)
{
    /// <returns>Whether the message is in both parts, so that no recipient misses it.</returns>
    public bool Shows(EmailParts message) =>
        Html.Contains(message.Html, StringComparison.Ordinal)
        && (Text is null || message.Text is null || Text.Contains(message.Text, StringComparison.Ordinal));
}
