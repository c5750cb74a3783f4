using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Docs;

public sealed class MetricsPageTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Definitions = "tests/OwnerConsole.Tests/Docs/metric-definitions.txt";

    [Fact]
    public async Task The_metrics_page_matches_the_catalogue() =>
        await GeneratedFile.Check("docs/reference/metrics.md", MetricsPage.Of(await Metrics()), "docs/reference/metrics.md is generated from the metrics.");

    /// <summary>A metric whose calculation changes needs a new version; AGREE=yes doesn't accept it.</summary>
    [Fact]
    public async Task A_changed_definition_has_a_new_version()
    {
        var path = Path.Combine(Product.Root, Definitions);
        var agreed = (File.Exists(path) ? await File.ReadAllLinesAsync(path) : [])
            .Select(line => line.Split(' '))
            .ToDictionary(words => (words[0], words[1]), words => words[2]);
        var now = (await Metrics()).ToDictionary(metric => (metric.Id, $"{metric.Version}"), metric => MetricView.Of(metric).Fingerprint);

        now.Where(pair => agreed.TryGetValue(pair.Key, out var before) && before != pair.Value)
            .Select(pair => pair.Key.Id)
            .ShouldBeEmpty("the calculation of these metrics changed: increase their version");
        await GeneratedFile.Check(
            Definitions,
            string.Concat(now.Select(pair => $"{pair.Key.Id} {pair.Key.Item2} {pair.Value}\n")),
            "This is how each metric is computed."
        );
    }

    private async Task<IReadOnlyList<Metric>> Metrics()
    {
        await using var work = await console.Database.Read();
        return await console.Services.GetRequiredService<MetricCatalogue>().All(work);
    }
}
