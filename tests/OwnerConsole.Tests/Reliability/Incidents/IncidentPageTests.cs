using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;
using static OwnerConsole.Tests.Reliability.Alerts.AlertInputs;

namespace OwnerConsole.Tests.Reliability.Incidents;

/// <summary>Pages, refusals and lists of incidents.</summary>
public sealed class IncidentPageTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task The_pages_show_the_state_the_impact_the_notes_and_what_was_learned()
    {
        var owner = await stage.Owner();
        var id = (await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Bookings fail", severity = "sev1" })).Created();
        await stage.App.Run("incident.note", id, new { note = "Calling the provider." });
        await stage.App.Run("incident.set_root_cause", id, new { root_cause = "A migration locked a table." });
        await stage.App.Run("incident.add_action_item", id, new { description = "Alert on locks" });
        await stage.App.Await(
            $"/api/v1/incidents/{id}",
            found => found.GetProperty("timeline").GetRawText().Contains("Calling the provider.", StringComparison.Ordinal)
        );

        using var list = await owner.Get("/ops/incidents");
        var listed = owner.Page;
        using var page = await owner.Get($"/ops/incidents/{id}");
        var shown = owner.Page;
        using var report = await owner.Get($"/ops/incidents/{id}/post-mortem");
        var file = string.Concat(await stage.App.Pdf($"/api/v1/incidents/{id}/post-mortem"));

        listed.ShouldContain($"href=\"/ops/incidents/{id}\"");
        listed.ShouldContain("Mean time to resolve");
        shown.ShouldContain("Next update due");
        shown.ShouldContain("No commander assigned");
        shown.ShouldContain("Calling the provider.");
        owner.Page.ShouldContain("Post-mortem: Bookings fail");
        owner.Page.ShouldContain("A migration locked a table.");
        owner.Page.ShouldContain("Alert on locks");
        foreach (var text in (string[])["Post-mortem: Bookings fail", "SEV1", "A migration locked a table.", "Alert on locks", "Calling the provider."])
            file.ShouldContain(text);
    }

    [Fact]
    public async Task The_page_of_an_alert_declares_an_incident_for_it()
    {
        var owner = await stage.Owner();
        var rule = await stage.AddRule(Rule("critical", await stage.AddDownProbe()));
        var alert = (await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1)).Of(rule)[0].GetProperty("id").GetString()!;

        using var page = await owner.Get($"/ops/alerts/{alert}");

        var address = $"/operations/new?operation=incident.declare&subject=tnt_platform&title=Service%20down&severity=sev1&alerts={alert}";
        owner.Page.ShouldContain(address);
        using var form = await owner.Get(address);
        owner.Page.ShouldMatch($"name=\"alerts\" value=\"{alert}\"[^>]* checked");
    }

    [Fact]
    public async Task An_alert_that_was_resolved_recently_can_be_linked()
    {
        var owner = await stage.Owner();
        var rule = await stage.AddRule(Rule("high", await stage.AddDownProbe()));
        var alert = (await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1)).Of(rule)[0].GetProperty("id").GetString()!;
        var id = (await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Afterwards" })).Created();
        var address = $"/operations/new?operation=incident.link_alert&subject={id}";

        using var firing = await owner.Get(address);
        owner.Page.ShouldMatch($"value=\"{alert}\"[^>]*>(?!(?:[^<])*resolved)");
        await stage.App.Run("alert.resolve", alert, new { note = "Replaced." });

        using var resolved = await owner.Get(address);
        owner.Page.ShouldMatch($"value=\"{alert}\"[^>]*>[^<]*\\(resolved\\)");
    }

    [Fact]
    public async Task Lists_separate_open_and_closed_incidents_and_the_figures_count_them()
    {
        var open = (await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Open" })).Created();
        var closed = (await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Closed" })).Created();
        await stage.App.Run("incident.resolve", closed);
        await stage.App.Run("incident.close", closed);

        (await List("open")).ShouldContain(open);
        (await List("open")).ShouldNotContain(closed);
        (await List("closed")).ShouldContain(closed);
        (await List("all")).ShouldContain(open);
        (await List("all&severity=sev1")).ShouldNotContain(open);
        (await List("all&q=OPE")).ShouldContain(open);
        (await List("all&q=OPE")).ShouldNotContain(closed);
        var owner = await stage.Owner();
        using var page = await owner.Get("/ops/incidents?q=clos&severity=sev3");
        owner.Page.ShouldContain(closed);
        using var none = await owner.Get("/ops/incidents?severity=sev4");
        owner.Page.ShouldContain("No closed incidents match these filters");
        var figures = await stage.App.Get("/api/v1/incident-figures");
        figures.GetProperty("incidents").GetInt32().ShouldBeGreaterThanOrEqualTo(2);
        figures.GetProperty("seconds_to_resolve").GetInt64().ShouldBeGreaterThanOrEqualTo(0);

        async Task<string> List(string state) => (await stage.App.Get($"/api/v1/incidents?state={state}")).GetRawText();
    }

    [Theory]
    [InlineData("""{"title": " "}""", "bad_title")]
    [InlineData("""{"title": "A", "started_at": "2026-01-02T00:00:00Z", "detected_at": "2026-01-01T00:00:00Z"}""", "bad_times")]
    [InlineData("""{"title": "A", "detected_at": "2999-01-01T00:00:00Z"}""", "bad_times")]
    [InlineData("""{"title": "A", "alerts": ["alt_1"]}""", "unknown_alert")]
    [InlineData("""{"title": "A", "commander": "usr_1"}""", "unknown_person")]
    public async Task Declarations_that_can_not_be_right_are_refused(string input, string code) =>
        (await stage.App.Refusal("incident.declare", IdGenerator.Platform, System.Text.Json.JsonDocument.Parse(input).RootElement)).ShouldBe(code);

    [Theory]
    [InlineData("incident.set_status", """{"status": "resolved"}""", "wrong_status")]
    [InlineData("incident.set_status", """{"status": "declared"}""", "no_change")]
    [InlineData("incident.reopen", """{"reason": "Why not"}""", "not_resolved")]
    [InlineData("incident.resolve", """{"resolved_at": "2020-01-01T00:00:00Z"}""", "bad_times")]
    [InlineData("incident.set_root_cause", """{"root_cause": " "}""", "note_needed")]
    [InlineData("incident.link_alert", """{"alert": "alt_1"}""", "unknown_alert")]
    [InlineData("incident.add_action_item", """{"description": "A", "link": "tickets"}""", "bad_link")]
    [InlineData("incident.add_action_item", """{"description": "A", "link": "https://tickets.example@other.example/1"}""", "bad_link")]
    public async Task Operations_that_can_not_be_right_are_refused(string operation, string input, string code)
    {
        var id = (await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Refusals" })).Created();

        (await stage.App.Refusal(operation, id, System.Text.Json.JsonDocument.Parse(input).RootElement)).ShouldBe(code);
    }

    [Fact]
    public async Task An_overdue_update_needs_attention()
    {
        var id = (await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Overdue", severity = "sev1" })).Created();
        var owner = await stage.Owner();

        stage.Clock.By += TimeSpan.FromMinutes(31);
        try
        {
            using var page = await owner.Get($"/ops/incidents/{id}");
            owner.Page.ShouldContain("Update overdue since");
            (await stage.App.Get($"/api/v1/incidents/{id}")).GetProperty("incident").GetProperty("is_update_overdue").GetBoolean().ShouldBeTrue();
        }
        finally
        {
            stage.Clock.By -= TimeSpan.FromMinutes(31);
        }
    }

    [Fact]
    public async Task A_file_says_once_that_it_can_not_show_some_characters()
    {
        const string Hint = "Some characters can't be shown in this file; use the page.";
        var shown = await File("Störung: Ошибка → 5 €");
        var hidden = await File("שגיאה");

        shown.ShouldNotContain(Hint);
        hidden.Split(Hint).Length.ShouldBe(2);

        async Task<string> File(string title)
        {
            var id = (await stage.App.Run("incident.declare", IdGenerator.Platform, new { title })).Created();
            return string.Concat(await stage.App.Pdf($"/api/v1/incidents/{id}/post-mortem"));
        }
    }

    [Fact]
    public async Task A_form_that_was_not_changed_has_nothing_to_save()
    {
        var id = (await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Unchanged" })).Created(); // its times have fractions of a second
        var owner = await stage.Owner();

        using var form = await owner.Get($"/operations/new?operation=incident.change&subject={id}");

        owner.Page.ShouldContain("There are no changes to save.");
    }
}
