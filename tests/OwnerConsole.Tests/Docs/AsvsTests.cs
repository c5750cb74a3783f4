using System.Reflection;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Docs;

/// <summary>Checks docs/asvs.csv, which maps requirements of the verification standard to tests.</summary>
public sealed partial class AsvsTests
{
    private static readonly string[] s_lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "asvs.csv"));

    [Fact]
    public void Each_requirement_is_listed_once_with_a_check_and_a_test()
    {
        var rows = s_lines.Skip(1).Select(line => line.Split(',')).ToList();

        s_lines[0].ShouldBe("requirement,check,tests");
        rows.Count.ShouldBeGreaterThan(45);
        rows.ShouldAllBe(row => row.Length == 3 && Requirement().IsMatch(row[0]) && row[1].Length > 10 && row[2].Length > 0);
        rows.Select(row => row[0]).ShouldBeUnique();
        rows.Select(row => row[0]).ShouldBe(rows.Select(row => row[0]).OrderBy(SortKey));
    }

    [Fact]
    public void Each_listed_test_exists_and_runs()
    {
        var known = LoadedTests().Concat(BrowserTests()).ToHashSet(StringComparer.Ordinal);

        var missing = s_lines.Skip(1).SelectMany(line => line.Split(',')[2].Split(';')).Where(test => !known.Contains(test));

        missing.ShouldBeEmpty();
    }

    private static IEnumerable<string> LoadedTests() =>
        typeof(AsvsTests)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null).Select(method => $"{type.Name}.{method.Name}")
            );

    // The browser tests are a separate program, which can't be loaded here.
    private static IEnumerable<string> BrowserTests() =>
        Directory
            .GetFiles(Path.Combine(Repository.Root, "tests", "OwnerConsole.Browser"), "*Tests.cs")
            .SelectMany(file => Test().Matches(File.ReadAllText(file)).Select(test => $"{Path.GetFileNameWithoutExtension(file)}.{test.Groups[1].Value}"));

    private static long SortKey(string requirement) =>
        requirement["v5.0.0-".Length..]
            .Split('.')
            .Aggregate(0L, (place, part) => place * 1_000 + long.Parse(part, System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^v5\.0\.0-\d+\.\d+\.\d+$")]
    private static partial Regex Requirement();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b[\s\S]*?\b(?:Task|void) (\w+)\(")]
    private static partial Regex Test();
}
