using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>The form of a rule: labels, groups and preselected defaults.</summary>
public sealed class AlertRuleFormTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    /// <summary>The form says what the server does with blank fields, so both must agree.</summary>
    [Theory]
    [InlineData("""{"kind": "log_event", "name": "A", "codes": ["a"]}""")]
    [InlineData("""{"kind": "metric", "name": "A", "metric": "tenants.total", "threshold": "1"}""")]
    [InlineData("""{"kind": "change", "name": "A", "metric": "tenants.total", "measured_over": "day", "threshold": "50"}""")]
    [InlineData("""{"kind": "anomaly", "name": "A", "metric": "tenants.total", "measured_over": "day"}""")]
    [InlineData("""{"kind": "health_number", "name": "A", "health_number": "cpu", "threshold": "90"}""")]
    public async Task Preselected_defaults_are_those_of_the_server(string text)
    {
        var input = JsonDocument.Parse(text).RootElement;

        var run = await stage.App.Run("alert_rule.add", IdGenerator.Platform, input);
        var id = run.Created();
        var rules = (await stage.App.Get("/api/v1/alert-rules")).GetProperty("data").EnumerateArray();
        var rule = rules.Single(one => one.GetProperty("id").GetString() == id);

        foreach (var field in InputField.Of(typeof(AlertRuleInput)).Where(field => !input.TryGetProperty(field.Name, out _)))
            if (field.Default is { } preselected && rule.TryGetProperty(field.Name, out var used) && used.ValueKind is not JsonValueKind.Null)
                used.ToString().ShouldBe(preselected, field.Name);
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
        owner.Page.ShouldMatch(">\\s*Message\\s*<span class=\"opt\">");
        owner.Page.ShouldNotMatch(">\\s*Metric\\s*<span class=\"opt\">", "every anomaly rule needs a metric");
    }
}
