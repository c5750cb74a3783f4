using OwnerConsole.Pure.Survival;

namespace OwnerConsole.Tests.Pure.Survival;

/// <summary>Numbers published by Fader and Hardie for two segments of 1,000 customers, fitted on seven years and projected to twelve.</summary>
public sealed class SurvivalFitTests
{
    private static readonly long[] s_regular = [1000, 631, 468, 382, 326, 289, 262, 241];
    private static readonly long[] s_highEnd = [1000, 869, 743, 653, 593, 551, 517, 491];

    [Fact]
    public void The_published_parameters_are_found()
    {
        var (regular, highEnd) = (SurvivalFit.Of([s_regular])!, SurvivalFit.Of([s_highEnd])!);

        (Math.Round(regular.Alpha, 3), Math.Round(regular.Beta, 3)).ShouldBe((0.704, 1.182));
        (Math.Round(highEnd.Alpha, 3), Math.Round(highEnd.Beta, 3)).ShouldBe((0.668, 3.806));
    }

    [Fact]
    public void The_projection_stays_close_to_the_years_that_were_not_fitted()
    {
        var (regular, highEnd) = (SurvivalFit.Of([s_regular])!, SurvivalFit.Of([s_highEnd])!);

        regular.Share(12).ShouldBe(0.173, 0.01);
        highEnd.Share(12).ShouldBe(0.394, 0.02);
        regular.Retention(1).ShouldBeLessThan(regular.Retention(2));
    }

    [Fact]
    public void Cohorts_of_different_age_are_fitted_together()
    {
        var together = SurvivalFit.Of([s_regular, s_regular[..4], [1000, 631]])!;

        together.Share(1).ShouldBe(0.631, 0.01);
        together.Share(3).ShouldBe(0.382, 0.01);
    }

    [Fact]
    public void Constant_churn_gives_its_inverse_as_mean_periods()
    {
        var fit = SurvivalFit.Of([
            [100_000, 90_000, 81_000, 72_900, 65_610],
        ])!;

        fit.Retention(1).ShouldBe(0.9, 0.001);
        fit.MeanPeriods(600).ShouldBe(10, 0.2);
        fit.MeanPeriods(1).ShouldBe(1);
    }

    [Fact]
    public void Without_churn_or_without_customers_there_is_no_model()
    {
        SurvivalFit.Of([]).ShouldBeNull();
        SurvivalFit
            .Of([
                [5, 5, 5],
            ])
            .ShouldBeNull();
        SurvivalFit
            .Of([
                [5, 0],
            ])
            .ShouldBeNull();
        Should.Throw<ArgumentException>(() =>
            SurvivalFit.Of([
                [5, 6],
            ])
        );
    }
}
