using System.Text.RegularExpressions;

namespace OwnerConsole.Tests.Architecture;

public sealed partial class FileTests
{
    [Theory]
    [InlineData("*.cs", 300)]
    [InlineData("*.razor", 150)]
    public void No_file_exceeds_the_maximum_length(string pattern, int max) =>
        Product.Files(pattern).Select(path => (path, lines: Lines(path))).Where(file => file.lines > max).ShouldBeEmpty();

    [Theory]
    [InlineData("*.cs", 50)]
    [InlineData("*.razor", 35)]
    public void The_median_file_is_short(string pattern, int median)
    {
        var lengths = Product.Files(pattern).Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Select(Lines).Order().ToList();

        lengths[lengths.Count / 2].ShouldBeLessThanOrEqualTo(median);
    }

    [Fact]
    public void The_page_on_where_to_change_what_names_existing_files()
    {
        var paths = SourcePath()
            .Matches(File.ReadAllText(Path.Combine(Product.Root, "docs", "where-to-change.md")))
            .Select(match => Path.Combine(Product.Root, "src", match.Groups[1].Value))
            .ToList();

        paths.Count.ShouldBeGreaterThan(15);
        paths.Where(path => !Path.Exists(path)).ShouldBeEmpty();
    }

    [Fact]
    public void No_code_of_a_component_is_rendered_as_text() =>
        Product
            .Files("*.razor")
            .SelectMany(path => TextAttachedToCode().Matches(File.ReadAllText(Path.Combine(Product.Root, path))).Select(match => $"{path}: {match.Value}"))
            .ShouldBeEmpty();

    /// <summary>Razor takes a word directly before an at sign for an email address, and renders the code that follows.</summary>
    [GeneratedRegex(@"(?<![@.\w])\w+@(if|for|foreach|switch|while|await)\b[^\n]{0,40}", RegexOptions.None, 1000)]
    private static partial Regex TextAttachedToCode();

    [GeneratedRegex("`(OwnerConsole[^`]+)`", RegexOptions.None, 1000)]
    private static partial Regex SourcePath();

    private static int Lines(string path) => File.ReadLines(Path.Combine(Product.Root, path)).Count();
}
