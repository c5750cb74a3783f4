using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.World;

[Slow(70, "Metrics", "Movements", "World")]
[NotPooled("Compares numbers with a second evaluator; the tests of metrics run the same statements.")]
public sealed class EvaluatorComparisonTests : EvaluatorComparison
{
    [Theory]
    [InlineData("Europe/Berlin", "--messy", true)]
    [InlineData("America/Los_Angeles", "--messy", false)]
    [InlineData("Asia/Kolkata", "--messy", false)]
    [InlineData("Australia/Lord_Howe", "--plain", false)] // the default of World
    public Task Every_read_model_and_metric_matches_the_second_evaluator(string zone, string how, bool isMixed) => ShouldAgree(zone, how, isMixed);
}
