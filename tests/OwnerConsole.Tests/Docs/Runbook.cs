using System.Text.RegularExpressions;

namespace OwnerConsole.Tests.Docs;

/// <summary>A page whose commands are typed as they stand there: each block once, and none is left out.</summary>
internal sealed partial class Runbook(string page)
{
    private readonly List<string> _left =
    [
        .. Block().Matches(File.ReadAllText(Path.Combine(Architecture.Product.Root, page))).Select(match => match.Groups[1].Value),
    ];

    /// <summary>Blocks that nobody has typed yet.</summary>
    public IReadOnlyList<string> Left => _left;

    /// <returns>the one block that has these words</returns>
    public string Take(string words)
    {
        var block = _left.Single(block => block.Contains(words, StringComparison.Ordinal));
        _left.Remove(block);
        return block;
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
