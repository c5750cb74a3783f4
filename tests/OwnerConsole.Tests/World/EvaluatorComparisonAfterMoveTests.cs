using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.World;

[Slow(30, "Metrics", "Movements")]
[NotPooled("Compares numbers with a second evaluator; the tests of metrics run the same statements.")]
public sealed class EvaluatorComparisonAfterMoveTests : EvaluatorComparison
{
    [Fact]
    public Task In_another_zone_every_read_model_and_metric_matches_the_second_evaluator() => ShouldAgree("Australia/Lord_Howe", "--moved", isMixed: false);
}
