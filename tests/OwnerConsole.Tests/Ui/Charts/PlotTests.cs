using OwnerConsole.Ui.Charts;

namespace OwnerConsole.Tests.Ui.Charts;

public sealed class PlotTests
{
    [Fact]
    public void Unknown_values_interrupt_the_line_and_are_not_drawn_as_zero()
    {
        var plot = Of([1, 2, null, 4, 3]);

        plot.Over(Line(1, 2, null, 4, 3)).Count(letter => letter == 'M').ShouldBe(2);
        plot.Over(Line(1, 2, null, 4, 3)).ShouldNotContain(Plot.Text(plot.Y(0)));
    }

    [Fact]
    public void The_current_step_is_drawn_separately_and_the_previous_period_is_complete()
    {
        var plot = Of([1, 2, 3], isOpen: true);

        plot.Over(Line(1, 2, 3)).Count(letter => letter == 'L').ShouldBe(1);
        plot.Open(Line(1, 2, 3)).Count(letter => letter == 'L').ShouldBe(1);
        plot.Open(Line(1, 2, 3) with { IsPreviousPeriod = true }).ShouldBe("");
        plot.Over(Line(1, 2, 3) with { IsPreviousPeriod = true }).Count(letter => letter == 'L').ShouldBe(2);
    }

    [Fact]
    public void Labels_of_lines_with_the_same_end_do_not_overlap()
    {
        var lines = Enumerable.Range(0, 8).Select(_ => Line(5, 0)).Append(Line(0, 9)).ToList();

        var names = new Plot(Steps(2), lines, 1, 1).Names;

        names[0].Line.ShouldBe(8);
        names.Zip(names.Skip(1)).ShouldAllBe(pair => pair.Second.Y - pair.First.Y >= 8);
        names[^1].Y.ShouldBeLessThanOrEqualTo(Plot.Bottom);
    }

    [Fact]
    public void A_single_step_is_centred_and_many_steps_are_labelled_at_both_ends()
    {
        Of([7]).X(0).ShouldBe(50);
        new Plot(Steps(84), [], 1, 1).Labelled.ShouldBe([0, 21, 42, 62, 83]);
    }

    private static Plot Of(decimal?[] values, bool isOpen = false) => new(Steps(values.Length, isOpen), [Line(values)], 1, 1);

    private static ChartLine Line(params decimal?[] values) => new("Line", values);

    private static IReadOnlyList<ChartStep> Steps(int count, bool isOpen = false) =>
        [.. Enumerable.Range(0, count).Select(at => new ChartStep($"day {at}", $"{at}", isOpen && at == count - 1, null))];
}
