using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Docs;

public sealed partial class CommandLinePageTests
{
    [Fact]
    public void The_command_line_page_lists_every_command_and_option()
    {
        var source = string.Concat(Directory.GetFiles(Repository.PathOf("src", "OwnerConsole", "Commands"), "*.cs").Select(File.ReadAllText));
        var page = File.ReadAllText(Path.Combine(Product.Root, "docs/reference/command-line.md"));

        Commands().Matches(source).Select(match => match.Groups[1].Value).Where(name => !Regex.IsMatch(page, $@"`(\w+ )?{name}( \w+)?`")).ShouldBeEmpty();
        Options().Matches(source).Select(match => match.Groups[1].Value).Where(name => !page.Contains($"`{name}", StringComparison.Ordinal)).ShouldBeEmpty();
        page.Split('`')
            .Where(word => word.StartsWith("--", StringComparison.Ordinal))
            .Select(word => word.Split(' ')[0])
            .Where(name => !source.Contains($"\"{name}\"", StringComparison.Ordinal))
            .ShouldBe(["--help"]);
    }

    [GeneratedRegex("new Command\\(\\s*\"([a-z]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Commands();

    [GeneratedRegex("Option<[^>]+>\\(\"(--[a-z-]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Options();
}
