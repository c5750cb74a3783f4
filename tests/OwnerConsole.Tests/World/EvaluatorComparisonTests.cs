using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.World;

[Slow(70, "Metrics", "Movements", "World")]
public sealed class EvaluatorComparisonTests : EvaluatorComparison
{
    [Theory]
    [InlineData("Europe/Berlin", "--messy", true)]
    [InlineData("America/Los_Angeles", "--messy", false)]
    [InlineData("Asia/Kolkata", "--messy", false)]
    [InlineData("Australia/Lord_Howe", "--plain", false)] // which is what is played anyway
    public Task Every_read_model_and_metric_says_what_the_second_evaluator_computes(string zone, string how, bool isMixed) => ShouldAgree(zone, how, isMixed);
}
