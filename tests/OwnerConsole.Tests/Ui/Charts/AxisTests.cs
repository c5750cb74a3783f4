using OwnerConsole.Ui.Charts;

namespace OwnerConsole.Tests.Ui.Charts;

public sealed class AxisTests
{
    [Theory]
    [InlineData("3, 254", 1, 1, "0, 100, 200, 300")]
    [InlineData("0, 2", 1, 1, "0, 1, 2")]
    [InlineData("0, 0", 1, 1, "0, 1")]
    [InlineData("0.1, 0.34", 1, 0, "0, 0.1, 0.2, 0.3, 0.4")]
    [InlineData("900, 19000", 3600, 0, "0, 7200, 14400, 21600")]
    [InlineData("-40, 90", 1, 1, "-50, 0, 50, 100")]
    [InlineData("9600, 10000", 1, 1, "9200, 9400, 9600, 9800, 10000")]
    [InlineData("", 1, 1, "0, 1")]
    public void Marks_are_round_in_the_unit_of_the_values(string values, int per, int least, string marks)
    {
        var axis = Axis.Of([.. Numbers(values)], per, least);

        axis.Marks.ShouldBe([.. Numbers(marks)]);
    }

    [Fact]
    public void Every_value_is_between_the_first_and_the_last_mark()
    {
        var random = new Random(2026);
        for (var turn = 0; turn < 1_000; turn++)
        {
            decimal[] values = [.. Enumerable.Range(0, 5).Select(_ => (decimal)(random.NextDouble() - 0.2) * (decimal)Math.Pow(10, random.Next(-3, 12)))];

            var axis = Axis.Of(values);

            values.ShouldAllBe(value => axis.Share(value) >= 0 && axis.Share(value) <= 1);
            axis.Marks.Count.ShouldBeInRange(2, 7, string.Join(", ", values));
        }
    }

    private static IEnumerable<decimal> Numbers(string text) =>
        text.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(number => decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
}
