using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>The form of a rule: labels, groups and preselected defaults.</summary>
public sealed class AlertRuleFormTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    /// <summary>The form says what the server does with blank fields, so both must agree.</summary>
    [Theory]
    [InlineData("log_event")]
    [InlineData("absence")]
    [InlineData("metric")]
    [InlineData("slo_burn")]
    [InlineData("change")]
    [InlineData("anomaly")]
    [InlineData("composite")]
    public void Preselected_defaults_are_those_of_the_server(string kind)
    {
        var blank = Json.Read<AlertRuleInput>(Json.Element(new { kind, name = "A" }), "input").Normalize();
        var used = blank.Values.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);

        // The number of rules is used only with the option that needs it.
        foreach (var field in InputField.Of(typeof(AlertRuleInput)).Where(field => blank.Kind.Fields().Contains(field.Name) && field.Name != "min_rules"))
            if (field.Default is { } preselected)
                preselected.ToLowerInvariant().ShouldBe(used[field.Name], field.Name);
    }

    [Fact]
    public async Task The_form_shows_plain_labels_with_units_and_only_the_fields_of_the_kind()
    {
        var owner = await stage.Owner();

        using var form = await owner.Get("/operations/new?operation=alert_rule.add&subject=tnt_platform&kind=anomaly");

        owner.Page.ShouldContain("Minimum history (numbers)");
        owner.Page.ShouldContain("Firing delay (seconds)");
        owner.Page.ShouldContain("<legend>Condition</legend>");
        owner.Page.ShouldContain("name=\"deviations\" type=\"number\" value=\"4\"");
        owner.Page.ShouldNotContain("Minimum earlier number");
        owner.Page.ShouldNotContain("name=\"probe_id\"");
    }
}
