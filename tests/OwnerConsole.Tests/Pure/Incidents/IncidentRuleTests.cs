using OwnerConsole.Data;
using OwnerConsole.Pure.Incidents;

namespace OwnerConsole.Tests.Pure.Incidents;

/// <summary>Changes of the status, the update clock, and what closing needs.</summary>
public sealed class IncidentRuleTests
{
    private static readonly DateTimeOffset s_updated = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(IncidentStatus.Declared, "investigating identified monitoring resolved")]
    [InlineData(IncidentStatus.Investigating, "identified monitoring resolved")]
    [InlineData(IncidentStatus.Identified, "investigating monitoring resolved")]
    [InlineData(IncidentStatus.Monitoring, "investigating identified resolved")]
    [InlineData(IncidentStatus.Resolved, "investigating closed")]
    [InlineData(IncidentStatus.Closed, "resolved")]
    public void A_status_can_become_only_some_others(IncidentStatus from, string others) =>
        string.Join(' ', Enum.GetValues<IncidentStatus>().Where(to => from.CanBecome(to)).Select(to => to.ToText())).ShouldBe(others);

    [Theory]
    [InlineData(IncidentSeverity.Sev1, 30)]
    [InlineData(IncidentSeverity.Sev2, 60)]
    [InlineData(IncidentSeverity.Sev3, null)]
    [InlineData(IncidentSeverity.Sev4, null)]
    public void Severe_incidents_need_updates_while_they_are_ongoing(IncidentSeverity severity, int? minutes)
    {
        var due = UpdateClock.DueAt(severity, IncidentStatus.Monitoring, s_updated);

        due.ShouldBe(minutes is { } number ? s_updated.AddMinutes(number) : (DateTimeOffset?)null);
        UpdateClock.DueAt(severity, IncidentStatus.Resolved, s_updated).ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 0, null, null, IncidentSeverity.Sev4)]
    [InlineData(1, 100, null, null, IncidentSeverity.Sev4)]
    [InlineData(2, 100, null, null, IncidentSeverity.Sev3)]
    [InlineData(20, 100, null, null, IncidentSeverity.Sev2)]
    [InlineData(50, 100, null, null, IncidentSeverity.Sev1)]
    [InlineData(1, 100, 60, 100, IncidentSeverity.Sev1)]
    [InlineData(30, 100, 1, 100, IncidentSeverity.Sev2)]
    [InlineData(30, 100, 0, 0, IncidentSeverity.Sev2)]
    [InlineData(30, 100, null, 100, IncidentSeverity.Sev2)]
    public void The_larger_share_of_tenants_or_MRR_suggests_the_severity(int affected, int tenants, int? affectedMrr, int? mrr, IncidentSeverity expected) =>
        new SeverityThresholds(50, 20, 2).Suggest(new(affected, tenants, affectedMrr, mrr)).ShouldBe(expected);

    [Theory]
    [InlineData(IncidentSeverity.Sev1, 2)]
    [InlineData(IncidentSeverity.Sev2, 2)]
    [InlineData(IncidentSeverity.Sev3, 0)]
    [InlineData(IncidentSeverity.Sev4, 0)]
    public void Severe_incidents_need_a_root_cause_and_open_action_items_an_owner_and_a_due_date(IncidentSeverity severity, int unplanned)
    {
        CloseRule
            .CountUnplanned(severity, [new(false, true, true), new(false, true, false), new(false, false, true), new(true, false, false)])
            .ShouldBe(unplanned);
        CloseRule.NeedsRootCause(severity).ShouldBe(unplanned > 0);
    }
}
