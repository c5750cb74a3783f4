using System.Text.RegularExpressions;
using OwnerConsole.Shell.Help;
using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Docs;

/// <summary>Checks links between files: of every Markdown file, and those that code, comments and pages mention.</summary>
public sealed partial class LinkTests
{
    /// <summary>Merged migrations never change, so they keep the names that files had.</summary>
    private const string Merged = "/Migrations/";

    private static readonly string[] s_folders = ["docs", "sdk", "samples", "tests", "src"];

    private static readonly DocList s_docs = new([]);

    [Fact]
    public void Links_in_Markdown_files_lead_to_existing_files_and_headings()
    {
        var files = s_folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Product.Root, folder), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Product.Root, "*.md"))
            .Where(path => !path.Split('/').Any(folder => folder is "node_modules" or "obj" or "bin"))
            .ToDictionary(path => path, File.ReadAllText, StringComparer.Ordinal);
        var anchors = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);

        var broken =
            from file in files
            from Match link in Link().Matches(Code().Replace(file.Value, ""))
            let parts = link.Groups[1].Value.Split('#', 2)
            where !parts[0].Contains(':', StringComparison.Ordinal) && !parts[0].StartsWith('/')
            let target = parts[0].Length == 0 ? file.Key : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file.Key)!, parts[0]))
            where !Path.Exists(target) || (parts.Length > 1 && files.ContainsKey(target) && !Anchors(target).Contains(parts[1]))
            select $"{Path.GetRelativePath(Product.Root, file.Key)} leads to {link.Groups[1].Value}";

        broken.ShouldBeEmpty();

        HashSet<string> Anchors(string target) =>
            anchors.TryGetValue(target, out var known)
                ? known
                : anchors[target] = [.. DocHtml.Passages(new("", files[target])).Select(passage => passage.Anchor?["doc-".Length..] ?? "")];
    }

    [Fact]
    public void Documentation_that_code_and_comments_name_exists()
    {
        var broken =
            from pattern in new[] { "*.cs", "*.razor", "*.sql", "*.mjs", "*.csproj" }
            from file in Product.Files(pattern)
            where !file.Contains(Merged, StringComparison.Ordinal)
            from Match named in Named().Matches(File.ReadAllText(Path.Combine(Product.Root, file)))
            where !Path.Exists(Path.Combine(Product.Root, named.Value))
            select $"{file} names {named.Value}";

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Help_pages_that_the_console_links_to_exist_with_their_sections()
    {
        var links = (
            from pattern in new[] { "*.cs", "*.razor" }
            from file in Product.Files(pattern)
            where file.StartsWith("src/", StringComparison.Ordinal)
            from Match link in Help().Matches(File.ReadAllText(Path.Combine(Product.Root, file)))
            select (file, Page: link.Groups[1].Value, Anchor: link.Groups[2].Value)
        ).ToList();

        links.ShouldNotBeEmpty();
        links
            .Where(link =>
                s_docs.Find(link.Page) is not { } doc || (link.Anchor.Length > 0 && DocHtml.Passages(doc).All(passage => passage.Anchor != link.Anchor))
            )
            .ShouldBeEmpty();
    }

    [GeneratedRegex(@"(?<!\\)\]\(([^)\s]+)\)", RegexOptions.None, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("```.*?```|`[^`\n]+`", RegexOptions.Singleline, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<![\w/.])docs/[\w-]+(/[\w.-]+)*\.(md|csv|json|png)\b", RegexOptions.None, 1000)]
    private static partial Regex Named();

    [GeneratedRegex("\"/help/([a-z0-9./-]*[a-z0-9])(?:#([a-z0-9-]+))?\"", RegexOptions.None, 1000)]
    private static partial Regex Help();
}
