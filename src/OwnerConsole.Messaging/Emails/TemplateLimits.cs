using System.Text;
using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Limits of Handlebars in email templates, so that a template can't overload the console.</summary>
/// <remarks>
/// Handlebars.Net has no built-in limits: nested loops multiply, compiling nested blocks takes quadratic time, and a partial can include itself. Tags with quotes, brackets or
/// backslashes are refused because only the full grammar could tell where such a tag ends.
/// </remarks>
internal static partial class TemplateLimits
{
    public const int MaxSubject = 200,
        MaxBody = 20_000,
        MaxLanguage = 40,
        MaxTags = 300,
        MaxDepth = 8,
        MaxLoops = 2,
        MaxOutput = 256 * 1024;

    /// <summary>Generous, because it includes the start of the template engine, which takes seconds on a busy machine.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    /// <returns>The mistake; null when all parts are within the limits.</returns>
    public static TemplateError? Check(EmailContent words)
    {
        (string, string, int)[] parts = [("subject", words.Subject, MaxSubject), ("html", words.Html, MaxBody), ("text", words.Text, MaxBody)];
        foreach (var (part, text, max) in parts)
            if ((text.Length > max ? $"must have at most {max} characters." : Check(text)) is { } reason)
                return new(part, reason);
        return null;
    }

    /// <returns>The mistake; null when the tags of all parts are within the limits, whatever the length.</returns>
    public static TemplateError? CheckTags(EmailContent words)
    {
        foreach (var (part, text) in new[] { ("subject", words.Subject), ("html", words.Html), ("text", words.Text) })
            if (Check(text) is { } reason)
                return new(part, reason);
        return null;
    }

    private static string? Check(string text)
    {
        var blocks = new Stack<Block>();
        var (tags, at) = (0, 0);
        while ((at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0)
        {
            if (++tags > MaxTags)
                return $"must have at most {MaxTags} tags.";
            var isTriple = text.AsSpan(at).StartsWith("{{{", StringComparison.Ordinal);
            var (start, close) = isTriple ? (at + 3, "}}}") : (at + 2, "}}");
            var end = text.IndexOf(close, start, StringComparison.Ordinal);
            if (end < 0)
                return "has a {{ that is not closed.";
            var tag = text[start..end].Trim(' ', '\t', '\r', '\n', '~');
            if ((at > 0 && text[at - 1] == '\\') || !(IsComment(tag) || Supported().IsMatch(tag)) || (isTriple && !IsValue(tag)))
                return $"has an unsupported tag: {{{{{Start(tag)}}}}}. Supported: variables, if, unless, each, with, else and comments.";
            if (Enter(tag, blocks) is { } reason)
                return reason;
            at = end + close.Length;
        }
        return null;
    }

    /// <returns>Why the tag is nested too deeply; null if it isn't.</returns>
    private static string? Enter(string tag, Stack<Block> blocks)
    {
        var above = blocks.TryPeek(out var top) ? top : new(0, 0);
        if (tag.StartsWith('/'))
            blocks.TryPop(out _);
        else if (tag.StartsWith('#') || (tag.StartsWith('^') && tag.Length > 1))
            blocks.Push(above.With(tag[0] == '^' ? "" : tag[1..]));
        else if (tag.StartsWith("else ", StringComparison.Ordinal) && blocks.Count > 0)
            blocks.Push(blocks.Pop().With(tag[5..])); // every else of a chain adds a level, and one tag closes them all
        return !blocks.TryPeek(out var now) ? null
            : now.Depth > MaxDepth ? $"nests blocks more than {MaxDepth} levels deep."
            : now.Loops > MaxLoops ? $"nests loops more than {MaxLoops} levels deep."
            : null;
    }

    private static bool IsComment(string tag) =>
        tag.StartsWith('!')
        && !tag.Contains('{', StringComparison.Ordinal)
        && (!tag.StartsWith("!--", StringComparison.Ordinal) || (tag.Length >= 5 && tag.EndsWith("--", StringComparison.Ordinal)));

    private static bool IsValue(string tag) => tag.Length > 0 && tag[0] is not ('#' or '^' or '/' or '!' or '&');

    private static string Start(string tag) => tag.Length > 40 ? tag[..40] + "…" : tag;

    /// <summary>Nesting depth of blocks and of loops.</summary>
    private sealed record Block(int Depth, int Loops)
    {
        // Every block except these repeats its content for a list.
        public Block With(string head) => new(Depth + 1, Loops + (head.Trim().Split(' ', 2)[0] is "if" or "unless" or "with" ? 0 : 1));
    }

    [GeneratedRegex(@"^[#^/&]?[\p{L}\p{Nd}_./@\-|() ]{0,200}\z", RegexOptions.None, 100)]
    private static partial Regex Supported();
}

/// <summary>Collects the output of a template up to the size and time limits.</summary>
/// <param name="stop">Cancelled by the request or by the time limit.</param>
internal sealed class LimitedWriter(CancellationToken stop) : TextWriter
{
    private readonly StringBuilder _written = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        stop.ThrowIfCancellationRequested();
        if (_written.Length + buffer.Length > TemplateLimits.MaxOutput)
            throw new TemplateLimitException($"renders to more than {TemplateLimits.MaxOutput / 1024} KiB.");
        _written.Append(buffer);
    }

    public override string ToString() => _written.ToString();
}

/// <param name="reason">Reason; continues a sentence after the name of the part.</param>
/// <param name="isTimeout">Whether it was the time limit, which can also be exceeded on a busy machine, so that another attempt can succeed.</param>
internal sealed class TemplateLimitException(string reason, bool isTimeout = false) : Exception(reason)
{
    public bool IsTimeout { get; } = isTimeout;
}
