using OwnerConsole.Pure.Incidents;

namespace OwnerConsole.Tests.Pure.Incidents;

public sealed class IncidentTimesTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_step_sets_its_time_and_the_figures_follow()
    {
        var times = Of(
            (IncidentStatus.Declared, 10),
            (IncidentStatus.Investigating, 14),
            (IncidentStatus.Identified, 30),
            (IncidentStatus.Monitoring, 50),
            (IncidentStatus.Resolved, 70),
            (IncidentStatus.Closed, 900)
        );

        times.ShouldBe(new(At(0), At(10), At(14), At(50), At(70), At(900)));
        (times.TimeToDetect, times.TimeToAcknowledge, times.TimeToResolve).ShouldBe((Minutes(10), Minutes(4), Minutes(70)));
    }

    [Fact]
    public void A_step_that_was_skipped_counts_as_reached_with_the_next_one()
    {
        var times = Of((IncidentStatus.Declared, 10), (IncidentStatus.Resolved, 20));

        times.ShouldBe(new(At(0), At(10), At(20), At(20), At(20), null));
    }

    [Fact]
    public void An_incident_that_was_reopened_is_neither_mitigated_nor_resolved_but_still_acknowledged()
    {
        var reopened = Of((IncidentStatus.Declared, 10), (IncidentStatus.Investigating, 12), (IncidentStatus.Resolved, 20), (IncidentStatus.Investigating, 40));

        reopened.ShouldBe(new(At(0), At(10), At(12), null, null, null));
        Of((IncidentStatus.Resolved, 20), (IncidentStatus.Investigating, 40), (IncidentStatus.Resolved, 60)).TimeToResolve.ShouldBe(Minutes(60));
    }

    [Theory]
    [InlineData(60, 40, 40)]
    [InlineData(5, 40, 10)]
    [InlineData(12, 40, 12)]
    public void Times_that_are_entered_later_make_no_figure_negative(double investigated, double ended, double acknowledged) =>
        Of((IncidentStatus.Investigating, investigated), (IncidentStatus.Resolved, ended)).AcknowledgedAt.ShouldBe(At(acknowledged));

    [Fact]
    public void A_closed_incident_that_was_reopened_keeps_its_end()
    {
        var times = Of((IncidentStatus.Investigating, 12), (IncidentStatus.Resolved, 20), (IncidentStatus.Closed, 40), (IncidentStatus.Resolved, 60));

        times.ShouldBe(new(At(0), At(10), At(12), At(20), At(20), null));
    }

    [Fact]
    public void An_end_that_is_entered_later_is_also_the_mitigation()
    {
        var times = Of((IncidentStatus.Monitoring, 60), (IncidentStatus.Resolved, 40));

        (times.MitigatedAt, times.ResolvedAt).ShouldBe((At(40), At(40)));
    }

    [Fact]
    public void A_new_incident_has_only_a_time_to_detect()
    {
        var times = Of((IncidentStatus.Declared, 10));

        (times.TimeToDetect, times.TimeToAcknowledge, times.TimeToResolve).ShouldBe((Minutes(10), (TimeSpan?)null, (TimeSpan?)null));
    }

    [Fact]
    public void Means_cover_the_incidents_that_reached_the_step()
    {
        var means = IncidentMeans.Of([
            Of((IncidentStatus.Declared, 10)),
            Of((IncidentStatus.Investigating, 16)),
            Of((IncidentStatus.Investigating, 12), (IncidentStatus.Resolved, 40)),
        ]);

        means.ShouldBe(new(3, Minutes(10), Minutes(4), Minutes(40)));
        IncidentMeans.Of([]).ShouldBe(new(0, null, null, null));
    }

    private static IncidentTimes Of(params (IncidentStatus Status, double Minute)[] steps) =>
        IncidentTimes.Of(At(0), At(10), steps.Select(step => new IncidentStep(step.Status, At(step.Minute))));

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    private static DateTimeOffset At(double minute) => s_start.AddMinutes(minute);
}
