using System.Text.Json;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Puts facts into a letter's words, and the result onto the paper that all letters share.</summary>
internal static class LetterPaper
{
    private static readonly IHandlebars Html = New(isHtml: true, isStrict: false),
        Text = New(isHtml: false, isStrict: false),
        StrictHtml = New(isHtml: true, isStrict: true),
        StrictText = New(isHtml: false, isStrict: true);

    private static readonly HandlebarsTemplate<object, object> HtmlSheet = Html.Compile(
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{subject}}</title></head>
        <body style="margin:0;padding:24px;background:#f3f5f9;color:#1b2333;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif">
        <div dir="auto" style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border-radius:8px;overflow-wrap:break-word">
        {{{body}}}
        </div>
        <p style="max-width:560px;margin:16px auto 0;color:#55617a;font-size:13px"><bdi>{{platform.name}}</bdi>{{#if member.support_number}}. Your support number is <b>{{member.support_number}}</b>; have it ready when you ask us something.{{/if}}</p>
        </body>
        </html>
        """
    );

    private static readonly HandlebarsTemplate<object, object> TextSheet = Text.Compile(
        """
        {{body}}

        --
        {{platform.name}}{{#if member.support_number}}
        Your support number is {{member.support_number}}; have it ready when you ask us something.{{/if}}

        """
    );

    /// <param name="facts">the letter's own</param>
    /// <exception cref="TemplateLimitException">it writes more, or takes longer, than an email can</exception>
    public static Sheet Draw(LetterWords words, JsonElement facts, PlatformWords platform, string? url, Recipient to, CancellationToken stop)
    {
        if (TemplateLimits.Check(words) is { } mistake)
            throw new TemplateLimitException(mistake.Why);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TemplateLimits.MaxTime);
        try
        {
            var known = Known(facts, platform, url, to);
            known["subject"] = Line(Render(Text, words.Subject, known, limit.Token));
            known["body"] = Render(Html, words.Html, known, limit.Token);
            var html = HtmlSheet(known);
            known["body"] = Render(Text, words.Text, known, limit.Token).Trim();
            return new((string)known["subject"]!, html, TextSheet(known));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TemplateLimitException($"takes longer than {TemplateLimits.MaxTime.TotalSeconds} seconds.");
        }
    }

    /// <summary>The email with the words that someone saved; with the template's own when the saved ones exceed the limits, as words of an older release can.</summary>
    public static Sheet Draw(
        LetterTemplate template,
        LetterWords saved,
        JsonElement facts,
        PlatformWords platform,
        string? url,
        Recipient to,
        CancellationToken stop
    )
    {
        try
        {
            return Draw(saved, facts, platform, url, to, stop);
        }
        catch (TemplateLimitException)
        {
            return Draw(template.Words, facts, platform, url, to, stop);
        }
    }

    /// <summary>As somebody would get it, with the facts of the template's example.</summary>
    /// <param name="url">of this console; null when nobody has said it</param>
    public static Sheet Example(LetterTemplate template, LetterWords words, string? url, CancellationToken stop) =>
        Draw(
            words,
            Json.Element(template.Example),
            PlatformWords.Now,
            url,
            new("Ann Example", "ann@example.com", template.IsToMembers ? "#U123456789" : null, default),
            stop
        );

    /// <summary>What opens the link of an invitation or another one-time link.</summary>
    private const string Secret = "{{secret}}";

    private static bool Needs(string words) => words.Contains(Secret, StringComparison.Ordinal);

    /// <summary>Looks for names that no letter of this kind has a fact for, in both branches of every condition, for what is no Handlebars, and for what exceeds the limits.</summary>
    /// <returns>null when the words can be sent</returns>
    public static Mistake? Mistake(LetterTemplate template, LetterWords words, CancellationToken stop)
    {
        if (words.Subject.Any(char.IsControl))
            return new("subject", "is one line.");
        if (string.IsNullOrWhiteSpace(words.Subject))
            return new("subject", "can't be empty.");
        if (string.IsNullOrWhiteSpace(words.Text))
            return new("text", "can't be empty.");
        if (Needs(template.Words.Text) && !Needs(words.Text))
            return new("text", $"must have {Secret}: without it nobody can use this e-mail.");
        if (Needs(template.Words.Text) && !string.IsNullOrWhiteSpace(words.Html) && !Needs(words.Html))
            return new("html", $"must have {Secret}: without it nobody can use this e-mail.");
        if (TemplateLimits.Check(words) is { } beyond)
            return beyond;
        var full = Known(Json.Element(template.Example), new(), "https://console.example", new("Ann", "", "#U123456789", default));
        (string, IHandlebars, string)[] parts = [("subject", StrictText, words.Subject), ("html", StrictHtml, words.Html), ("text", StrictText, words.Text)];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TemplateLimits.MaxTime);
        foreach (var (part, language, text) in parts)
            try
            {
                using var reader = new StringReader(text);
                var drawn = language.Compile(reader);
                Run(drawn, full, limit.Token);
                Run(drawn, Emptied(full), limit.Token);
            }
            catch (HandlebarsUndefinedBindingException error)
            {
                return new(part, $"names {{{{{error.Path}}}}}, which this letter doesn't know. Known: {string.Join(", ", Names(full))}.");
            }
            catch (HandlebarsException error)
            {
                return new(part, $"can't be read: {Line(error.Message)}");
            }
            catch (TemplateLimitException error)
            {
                return new(part, error.Message);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                return new(part, $"takes longer than {TemplateLimits.MaxTime.TotalSeconds} seconds.");
            }
        return null;
    }

    /// <returns>the facts that a letter's words may name, with dots between</returns>
    public static IReadOnlyList<string> Names(LetterTemplate template) =>
        [.. Names(Known(Json.Element(template.Example), new(), "", new("", "", "", default)))];

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

    private static Dictionary<string, object?> Known(JsonElement facts, PlatformWords platform, string? url, Recipient to)
    {
        var known = (Dictionary<string, object?>)Plain(facts)!;
        known["platform"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = platform.Name, ["url"] = url };
        known["words"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["tenant"] = platform.Tenant };
        known["recipient"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = to.Name };
        known["member"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["support_number"] = to.SupportNumber };
        return known;
    }

    private static object? Plain(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().ToDictionary(member => member.Name, member => Plain(member.Value), StringComparer.Ordinal),
            JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToList(),
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => null,
            _ => json.ToString(),
        };

    /// <summary>The same names, and nothing in them: every condition goes the other way.</summary>
    private static Dictionary<string, object?> Emptied(Dictionary<string, object?> facts) =>
        facts.ToDictionary(fact => fact.Key, fact => fact.Value is Dictionary<string, object?> inner ? (object?)Emptied(inner) : "", StringComparer.Ordinal);

    private static IEnumerable<string> Names(Dictionary<string, object?> facts, string before = "") =>
        facts.SelectMany(fact => fact.Value is Dictionary<string, object?> inner ? Names(inner, $"{before}{fact.Key}.") : [before + fact.Key]);

    /// <summary>A fact with a line break in it must not begin a header of its own.</summary>
    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IHandlebars New(bool isHtml, bool isStrict) =>
        Handlebars.Create(new HandlebarsConfiguration { NoEscape = !isHtml, ThrowOnUnresolvedBindingExpression = isStrict });
}

/// <summary>A letter as it leaves: the same said twice.</summary>
public sealed record Sheet(string Subject, string Html, string Text);

/// <param name="Part">subject, html or text</param>
/// <param name="Why">goes on after the part's name</param>
public sealed record Mistake(string Part, string Why)
{
    public string Sentence => $"{(Part == "html" ? "HTML" : char.ToUpperInvariant(Part[0]) + Part[1..])} {Why}";
}
