using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tests.Ui;

public sealed class WordingTests
{
    [Theory]
    [InlineData(1, "webhook delivery", "1 webhook delivery")]
    [InlineData(3, "webhook delivery", "3 webhook deliveries")]
    [InlineData(2, "day", "2 days")]
    [InlineData(1_204, "view", "1,204 views")]
    public void Counts_have_separators_and_plural_forms(long number, string one, string said) => Wording.Count(number, one).ShouldBe(said);
}
