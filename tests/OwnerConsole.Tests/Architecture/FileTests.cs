namespace OwnerConsole.Tests.Architecture;

public sealed class FileTests
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

    private static int Lines(string path) => File.ReadLines(Path.Combine(Product.Root, path)).Count();
}
