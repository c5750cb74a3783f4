using System.Text.RegularExpressions;

namespace OwnerConsole.Tests.Docs;

/// <summary>A page whose code blocks are run unchanged, each of them once.</summary>
internal sealed partial class Runbook
{
    private readonly string _text;
    private readonly List<(string Language, string Text)> _left;

    public Runbook(string page)
    {
        _text = File.ReadAllText(Path.Combine(Architecture.Product.Root, page));
        _left = [.. Block().Matches(_text).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];
    }

    /// <summary>Blocks that were not run yet.</summary>
    public IReadOnlyList<string> Left => [.. _left.Select(block => block.Text)];

    /// <returns>The only block that contains these words.</returns>
    public string Take(string words)
    {
        var block = _left.Single(block => block.Text.Contains(words, StringComparison.Ordinal));
        _left.Remove(block);
        return block.Text;
    }

    /// <returns>All remaining blocks of a language, in order: a program that the page explains in parts.</returns>
    public string TakeAll(string language)
    {
        var blocks = _left.Where(block => block.Language == language).ToList();
        _left.RemoveAll(blocks.Contains);
        return string.Join('\n', blocks.Select(block => block.Text));
    }

    /// <returns>The inline code that equals these words, or the only one that starts with them.</returns>
    public string Inline(string words)
    {
        var all = Code().Matches(_text).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        return all.Contains(words) ? words : all.Single(code => code.StartsWith(words, StringComparison.Ordinal));
    }

    /// <returns>The cells of each row of the table with this first heading.</returns>
    public IReadOnlyList<string[]> Table(string heading) =>
        [
            .. _text[_text.IndexOf($"| {heading} |", StringComparison.Ordinal)..]
                .Split('\n')
                .TakeWhile(line => line.StartsWith('|'))
                .Skip(2)
                .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
        ];

    [GeneratedRegex("```([a-z]*)\n(.*?)```", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex("(?<!`)`([^`\n]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
