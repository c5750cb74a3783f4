namespace OwnerConsole.Tests.Architecture;

public sealed class FileTests
{
    [Theory]
    [InlineData("*.cs", 300)]
    [InlineData("*.razor", 150)]
    public void No_file_is_too_long_to_read_at_once(string pattern, int most) =>
        Product.Files(pattern).Select(path => (path, lines: Lines(path))).Where(file => file.lines > most).ShouldBeEmpty();

    [Theory]
    [InlineData("*.cs", 50)]
    [InlineData("*.razor", 35)]
    public void Half_of_the_files_are_short(string pattern, int median)
    {
        var lengths = Product.Files(pattern).Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Select(Lines).Order().ToList();

        lengths[lengths.Count / 2].ShouldBeLessThanOrEqualTo(median);
    }

    private static int Lines(string path) => File.ReadLines(Path.Combine(Product.Root, path)).Count();
}
