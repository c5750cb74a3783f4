using System.Text;
using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Letters;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Limits of the Handlebars in email templates: who writes one can't keep the console busy.</summary>
/// <remarks>
/// Handlebars.Net has no limits of its own: nested loops multiply, compiling nested blocks takes quadratic time, and a partial can include itself. Tags with quotes, brackets or
/// backslashes are refused because only the full grammar could tell where such a tag ends.
/// </remarks>
internal static partial class TemplateLimits
{
    public const int MaxSubject = 200,
        MaxBody = 20_000,
        MaxTags = 300,
        MaxDepth = 8,
        MaxLoops = 2,
        MaxOutput = 256 * 1024;

    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    /// <returns>null when all parts are within the limits</returns>
    public static Mistake? Check(LetterWords words)
    {
        (string, string, int)[] parts = [("subject", words.Subject, MaxSubject), ("html", words.Html, MaxBody), ("text", words.Text, MaxBody)];
        foreach (var (part, text, max) in parts)
            if ((text.Length > max ? $"has at most {max} characters." : Check(text)) is { } why)
                return new(part, why);
        return null;
    }

    private static string? Check(string text)
    {
        var blocks = new Stack<Block>();
        var (tags, at) = (0, 0);
        while ((at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0)
        {
            if (++tags > MaxTags)
                return $"has more than {MaxTags} tags.";
            var isTriple = text.AsSpan(at).StartsWith("{{{", StringComparison.Ordinal);
            var (start, close) = isTriple ? (at + 3, "}}}") : (at + 2, "}}");
            var end = text.IndexOf(close, start, StringComparison.Ordinal);
            if (end < 0)
                return "has a {{ that is never closed.";
            var tag = text[start..end].Trim(' ', '\t', '\r', '\n', '~');
            if ((at > 0 && text[at - 1] == '\\') || !(IsComment(tag) || Supported().IsMatch(tag)) || (isTriple && !IsValue(tag)))
                return $"has a tag that emails don't support: {{{{{Start(tag)}}}}}. Supported are facts, if, unless, each, with, else and comments.";
            if (Enter(tag, blocks) is { } why)
                return why;
            at = end + close.Length;
        }
        return null;
    }

    /// <returns>why the tag nests too deeply; null when it doesn't</returns>
    private static string? Enter(string tag, Stack<Block> blocks)
    {
        var above = blocks.TryPeek(out var top) ? top : new(0, 0);
        if (tag.StartsWith('/'))
            blocks.TryPop(out _);
        else if (tag.StartsWith('#') || (tag.StartsWith('^') && tag.Length > 1))
            blocks.Push(above.With(tag[0] == '^' ? "" : tag[1..]));
        else if (tag.StartsWith("else ", StringComparison.Ordinal) && blocks.Count > 0)
            blocks.Push(blocks.Pop().With(tag[5..])); // a chain is as deep as it is long, and one tag closes it
        return !blocks.TryPeek(out var now) ? null
            : now.Depth > MaxDepth ? $"nests blocks more than {MaxDepth} deep."
            : now.Loops > MaxLoops ? $"nests loops more than {MaxLoops} deep."
            : null;
    }

    private static bool IsComment(string tag) =>
        tag.StartsWith('!')
        && !tag.Contains('{', StringComparison.Ordinal)
        && (!tag.StartsWith("!--", StringComparison.Ordinal) || (tag.Length >= 5 && tag.EndsWith("--", StringComparison.Ordinal)));

    private static bool IsValue(string tag) => tag.Length > 0 && tag[0] is not ('#' or '^' or '/' or '!' or '&');

    private static string Start(string tag) => tag.Length > 40 ? tag[..40] + "…" : tag;

    /// <summary>What a block and those around it add up to.</summary>
    private sealed record Block(int Depth, int Loops)
    {
        // Every block but these repeats its content when it is given a list.
        public Block With(string head) => new(Depth + 1, Loops + (head.Trim().Split(' ', 2)[0] is "if" or "unless" or "with" ? 0 : 1));
    }

    [GeneratedRegex(@"^[#^/&]?[\p{L}\p{Nd}_./@\-|() ]{0,200}\z", RegexOptions.None, 100)]
    private static partial Regex Supported();
}

/// <summary>Takes what a template writes, up to the limits of output and time.</summary>
/// <param name="stop">of the request or of the limit of time</param>
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
            throw new TemplateLimitException($"writes more than {TemplateLimits.MaxOutput / 1024} KiB.");
        _written.Append(buffer);
    }

    public override string ToString() => _written.ToString();
}

/// <param name="why">continues a sentence after the part's name</param>
internal sealed class TemplateLimitException(string why) : Exception(why);
