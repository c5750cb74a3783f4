using System.Text.RegularExpressions;

namespace OwnerConsole.Tests.Docs;

/// <summary>A page whose commands are typed as they stand there: each block once, and none is left out.</summary>
internal sealed partial class Runbook
{
    private readonly string _text;
    private readonly List<string> _left;

    public Runbook(string page)
    {
        _text = File.ReadAllText(Path.Combine(Architecture.Product.Root, page));
        _left = [.. Block().Matches(_text).Select(match => match.Groups[1].Value)];
    }

    /// <summary>Blocks that nobody has typed yet.</summary>
    public IReadOnlyList<string> Left => _left;

    /// <returns>the one block that has these words</returns>
    public string Take(string words)
    {
        var block = _left.Single(block => block.Contains(words, StringComparison.Ordinal));
        _left.Remove(block);
        return block;
    }

    /// <returns>the one thing inside of a sentence that is these words, or else begins with them</returns>
    public string Inline(string words)
    {
        var all = Code().Matches(_text).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        return all.Contains(words) ? words : all.Single(code => code.StartsWith(words, StringComparison.Ordinal));
    }

    /// <returns>the cells of each row of the table whose first heading this is</returns>
    public IReadOnlyList<string[]> Table(string heading) =>
        [
            .. _text[_text.IndexOf($"| {heading} |", StringComparison.Ordinal)..]
                .Split('\n')
                .TakeWhile(line => line.StartsWith('|'))
                .Skip(2)
                .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
        ];

    [GeneratedRegex("```[a-z]*\n(.*?)```", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex("(?<!`)`([^`\n]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
