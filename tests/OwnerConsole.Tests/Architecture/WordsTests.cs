using System.Text.RegularExpressions;

namespace OwnerConsole.Tests.Architecture;

/// <summary>Pages, messages, comments and docs use plain English: at most four unidiomatic phrases per 1,000 lines of copy.</summary>
public sealed partial class WordsTests
{
    private const int MaxPerThousandLines = 4;

    [Theory]
    [InlineData("pages", "*.razor", "src")]
    [InlineData("code", "*.cs", "src", "sdk", "samples")]
    [InlineData("docs", "*.md", "docs", "sdk", "README.md", "STYLE.md", "CHANGELOG.md")]
    public void Copy_is_plain_English(string area, string pattern, params string[] places)
    {
        var copy = places
            .SelectMany(place => Files(place, pattern))
            .SelectMany(path => Copy(path).Where(line => line.Text.Length > 0).Select(line => (Place: $"{path}:{line.Number}", line.Text)))
            .ToList();

        var odd = copy.Where(line => Odd().IsMatch(line.Text)).Select(line => $"{line.Place}: {line.Text}").ToList();

        copy.Count.ShouldBeGreaterThan(1000);
        odd.Count.ShouldBeLessThanOrEqualTo(copy.Count * MaxPerThousandLines / 1000, $"{area}:\n{string.Join('\n', odd)}");
    }

    /// <param name="place">A folder or a file, relative to the root.</param>
    private static IEnumerable<string> Files(string place, string pattern) =>
        File.Exists(Path.Combine(Product.Root, place))
            ? [place]
            : Directory
                .EnumerateFiles(Path.Combine(Product.Root, place), pattern, SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Product.Root, path))
                .Where(path => !path.Split('/').Any(folder => folder is "node_modules" or "obj" or "bin"));

    /// <returns>The text of each line that people read: all of a page or document except code and links, and the comments and strings of code.</returns>
    private static IEnumerable<(int Number, string Text)> Copy(string path)
    {
        var isCode = path.EndsWith(".cs", StringComparison.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(Product.Root, path)))
            yield return (
                ++number,
                (
                    isCode
                        ? $"{Comment().Match(line).Groups[1].Value} {string.Join(' ', Strings().Matches(line).Select(text => text.Value))}"
                        : Verbatim().Replace(line, "")
                ).Trim()
            );
    }

    [GeneratedRegex(
        @"\b(take[ns]?|took|taking) (it |them |all )?back\b|\bstays? gone\b|\banew\b|\b(some|no)body\b|\bwhoever\b|\b(is|are|was|were|be|been|being) told\b"
            + @"|\bgoes by\b|\b(period|month|day|one|console|version)s? that (runs?|is running)\b|\bholds? (a|no|the|any|this) plan\b|\bhere now\b|\bwho is here\b"
            + @"|\b(let|lets) (some|any|every|no)?(body|one|people|them) in\b|\bput (away|into service)\b|\bwhat (waits|stands|became|runs|is held|nobody|somebody)\b"
            + @"|\bup to now\b|\bsince ever\b|\bin the midst\b|\bthereby\b|\bdoesn't fit\b|\bended by itself\b|\bhow it ended\b|\bso much at most\b",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Odd();

    [GeneratedRegex(@"(?://+|--)\s?(.*)$", RegexOptions.None, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.None, 1000)]
    private static partial Regex Strings();

    [GeneratedRegex("https?:\\S+|`[^`]*`", RegexOptions.None, 1000)]
    private static partial Regex Verbatim();
}
