using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;
using OwnerConsole.Tests.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;
using OwnerConsole.Tests.Revenue.Movements;
using static OwnerConsole.Tests.Reliability.Alerts.AlertInputs;

namespace OwnerConsole.Tests.Reliability.Incidents;

/// <summary>The life of an incident through the API: status, times, roles, impact, timeline, undo and refusals.</summary>
public sealed class IncidentTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task An_incident_has_its_times_and_figures_from_its_statuses()
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-2);
        var id = await Declare(
            new
            {
                title = "Bookings fail",
                severity = "sev2",
                started_at = Text(start),
                detected_at = Text(start.AddMinutes(10)),
            }
        );
        await stage.App.Run("incident.set_status", id, new { status = "investigating", note = "Looking at the database." });
        await stage.App.Run("incident.set_status", id, new { status = "monitoring" });
        await stage.App.Run("incident.resolve", id, new { note = "Rolled back.", resolved_at = Text(start.AddMinutes(70)) });

        var resolved = await Find(id);
        await stage.App.Run("incident.reopen", id, new { reason = "It fails again." });
        var reopened = await Find(id);

        Seconds(resolved, "seconds_to_detect").ShouldBe(600);
        Seconds(resolved, "seconds_to_acknowledge").ShouldBe(60 * 60); // the end was entered, and is before the first change of the status
        Seconds(resolved, "seconds_to_resolve").ShouldBe(70 * 60);
        resolved.GetProperty("update_due_at").ValueKind.ShouldBe(JsonValueKind.Null);
        (Word(reopened, "status"), Word(reopened, "resolved_at")).ShouldBe(("investigating", null));
        Word(reopened, "acknowledged_at").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_undo_of_a_status_restores_the_previous_one_and_its_times()
    {
        var id = await Declare(new { title = "Slow pages" });
        var run = await stage.App.Run("incident.set_status", id, new { status = "monitoring" });

        await stage.App.Undo(run);
        var undone = await Find(id);
        await stage.App.Run("incident.set_status", id, new { status = "identified" });

        (Word(undone, "status"), Word(undone, "acknowledged_at"), Word(undone, "mitigated_at")).ShouldBe(("declared", null, null));
        (await stage.App.UndoRefused(run)).ShouldBe("already_undone");
        (Word(await Find(id), "status"), Word(await Find(id), "mitigated_at")).ShouldBe(("identified", null));
    }

    [Fact]
    public async Task A_time_without_an_offset_is_refused_but_a_run_of_an_earlier_release_that_has_one_can_be_undone()
    {
        var at = Text(TimeProvider.System.GetUtcNow().AddHours(-2));
        var run = await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Earlier", started_at = at });
        await TestCluster.Current.Force(
            stage.Console.Options.Connections,
            $$"""update core.runs set input = (input::jsonb || '{"started_at": "{{at[..^1]}}"}')::text where run_id = '{{run.GetProperty("id").GetString()}}'"""
        );

        var (status, refused) = await stage.App.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            JsonSerializer.Serialize(
                new
                {
                    operation = "incident.declare",
                    subjects = new[] { IdGenerator.Platform },
                    input = new { title = "Now", started_at = at[..^1] },
                }
            )
        );
        await stage.App.Undo(run);

        (status, refused.GetProperty("errors").TryGetProperty("input.started_at", out _)).ShouldBe((400, true));
        (await stage.App.Send(HttpMethod.Get, $"/api/v1/incidents/{run.Created()}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_declaration_can_be_undone_until_something_is_added()
    {
        var mistake = await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Mistake" });
        var real = await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Real" });
        await stage.App.Run("incident.note", real.Created(), new { note = "Not a mistake." });

        await stage.App.Undo(mistake);

        (await stage.App.Send(HttpMethod.Get, $"/api/v1/incidents/{mistake.Created()}")).Status.ShouldBe(404);
        (await stage.App.Refusal("incident.note", mistake.Created(), new { note = "Late." })).ShouldBe("removed");
        (await stage.App.UndoRefused(real)).ShouldBe("moved_on");
    }

    [Fact]
    public async Task The_impact_counts_tenants_members_and_MRR_of_the_selection()
    {
        await PlanTests.Create(stage.App, "incident-usd", "A dollar", 100);
        await stage.App.Since("incident-a", "2026-01-01", RevenueReports.Active(("incident-usd", 40)));
        await stage.App.Since("incident-b", "2026-01-01", RevenueReports.Active(("incident-usd", 60)));
        await stage.App.Since("incident-c", "2026-01-01", RevenueReports.Active());
        await stage.App.Put("/api/v1/tenants/ext:incident-a/members", new { data = Enumerable.Range(1, 3).Select(number => new { id = $"ext:m{number}" }) });
        await stage.Console.WaitForRevenue();

        var named = await Impact(new { title = "Named", tenants = new[] { "ext:incident-a", "ext:incident-c" } });
        var ofPlan = await Impact(new { title = "Of a plan", plan = "incident-usd" });
        var all = await Impact(new { title = "All" });

        Impacts(named).ShouldBe((2, 3, 4_000));
        Impacts(ofPlan).ShouldBe((2, 3, 10_000));
        ofPlan.GetProperty("largest")[0].GetProperty("mrr").GetProperty("amount").GetInt64().ShouldBe(6_000);
        all.GetProperty("tenants").GetInt64().ShouldBeGreaterThanOrEqualTo(3);
        var nowhere = new { title = "Nowhere", tenants = new[] { "ext:incident-a", "ext:no-such" } };
        var refused = (await stage.App.Preview("incident.declare", [IdGenerator.Platform], nowhere)).GetProperty("subjects")[0];
        (Word(refused, "refusal"), Word(refused, "text")).ShouldBe(("unknown_tenant", "ext:no-such does not exist."));
    }

    [Fact]
    public async Task The_timeline_collects_alerts_notes_statuses_and_changes_of_the_platform()
    {
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("high", probe));
        var alert = (await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1)).Of(rule)[0].GetProperty("id").GetString()!;
        var id = await Declare(new { title = "Port closed", alerts = new[] { alert } });
        await stage.App.Run("incident.note", id, new { note = "Calling the provider." });
        var mistake = await stage.App.Run("incident.note", id, new { note = "Wrong incident." });
        await stage.App.Undo(mistake);
        await stage.AddDownProbe(); // a change while it lasts

        var details = await stage.App.Await(
            $"/api/v1/incidents/{id}",
            found => Operations(found).Contains("probe.add") && Operations(found).Count(operation => operation == "incident.note") >= 2
        );

        var texts = details.GetProperty("timeline").EnumerateArray().Select(entry => entry.GetProperty("text").GetString()).OfType<string>().ToList();
        texts.ShouldContain("Calling the provider.");
        texts.ShouldNotContain("Wrong incident.");
        Operations(details).ShouldContain("incident.declare");
        details
            .GetProperty("timeline")
            .EnumerateArray()
            .Select(entry => entry.GetProperty("entry").GetProperty("code").GetString())
            .ShouldContain("alert_fired");
        details.GetProperty("alerts")[0].GetProperty("id").GetString().ShouldBe(alert);
        var incident = details.GetProperty("incident");
        incident.GetProperty("started_at").GetDateTimeOffset().ShouldBeLessThan(incident.GetProperty("declared_at").GetDateTimeOffset());
        (await stage.App.Refusal("incident.resolve", id)).ShouldBe("alerts_firing");
        (await stage.App.Refusal("incident.resolve", id, new { override_reason = "The port is not needed." })).ShouldBeNull();
        (await stage.App.Refusal("incident.link_alert", id, new { alert })).ShouldBe("already_linked");
        await stage.App.Run("incident.unlink_alert", id, new { alert });
        (await stage.App.Refusal("incident.resolve", id)).ShouldBeNull();
        (await stage.App.Refusal("incident.unlink_alert", id, new { alert })).ShouldBe("not_linked");
    }

    [Fact]
    public async Task The_timeline_is_read_in_pages_without_gaps_and_repetitions()
    {
        var id = await Declare(new { title = "Long" });
        for (var number = 0; number < 4; number++)
        {
            await stage.App.Run("incident.note", id, new { note = "Still down." });
            await stage.AddDownProbe();
        }
        var all = await stage.App.Await($"/api/v1/incidents/{id}/timeline", found => Ids(found).Count >= 9);

        var read = new List<long>();
        string? cursor = null;
        do
        {
            var page = await stage.App.Get($"/api/v1/incidents/{id}/timeline?limit=2{cursor}");
            read.AddRange(Ids(page));
            cursor = page.GetProperty("next_cursor").GetString() is { } next ? $"&cursor={next}" : null;
        } while (cursor is not null);

        read.ShouldBe(Ids(all));
        all.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);

        static List<long> Ids(JsonElement page) =>
            [.. page.GetProperty("data").EnumerateArray().Select(entry => entry.GetProperty("entry").GetProperty("pos").GetInt64())];
    }

    [Fact]
    public async Task A_severe_incident_closes_only_with_a_root_cause_and_action_items_that_have_an_owner_and_a_due_date()
    {
        await stage.Owner();
        var person = (await stage.App.Get("/api/v1/team-members")).GetProperty("data")[0].GetProperty("id").GetString()!;
        var id = await Declare(new { title = "Outage", severity = "sev1" });
        var item = (await stage.App.Run("incident.add_action_item", id, new { description = "Alert on locks" })).Created();
        (await stage.App.Refusal("incident.close", id)).ShouldBe("not_resolved");
        await stage.App.Run("incident.resolve", id);

        var early = await stage.App.Refusal("incident.close", id);
        await stage.App.Run(
            "action_item.change",
            item,
            new
            {
                description = "Alert on locks",
                owner = person,
                due_on = "2027-01-31",
            }
        );
        var unexplained = await stage.App.Refusal("incident.close", id);
        await stage.App.Run("incident.set_root_cause", id, new { root_cause = "A migration." });
        await stage.App.Run("incident.close", id);

        unexplained.ShouldBe("root_cause_needed");
        early.ShouldBe("unplanned_items");
        Word(await Find(id), "status").ShouldBe("closed");
        (await stage.App.Refusal("incident.note", id, new { note = "Late." })).ShouldBe("incident_closed");
        (await stage.App.Refusal("incident.close", id)).ShouldBe("already_closed");
        (await stage.App.Refusal("action_item.change", item, new { description = "Alert on locks", owner = person })).ShouldBe("unplanned_items");
        await stage.App.Run("action_item.complete", item); // also after the incident was closed
        (await stage.App.Get($"/api/v1/incidents/{id}")).GetProperty("action_items")[0].GetProperty("completed_at").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task A_long_text_is_not_cut_inside_a_character()
    {
        var id = await Declare(new { title = "Long texts" });
        var description = $"{new string('a', 99)}{string.Concat(Enumerable.Repeat("😀", 60))}";

        await stage.App.Run("incident.add_action_item", id, new { description });

        (await stage.App.Get($"/api/v1/incidents/{id}")).GetProperty("action_items")[0].GetProperty("description").GetString().ShouldBe(description);
        (await stage.App.Pdf($"/api/v1/incidents/{id}/post-mortem")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_closed_incident_is_reopened_for_its_post_mortem_and_keeps_its_end()
    {
        var id = await Declare(new { title = "Correction" });
        await stage.App.Run("incident.resolve", id);
        await stage.App.Run("incident.close", id);
        var closed = await Find(id);

        await stage.App.Run("incident.reopen", id, new { reason = "A finding is missing." });

        var reopened = await Find(id);
        (Word(reopened, "status"), Word(reopened, "resolved_at"), Word(reopened, "closed_at")).ShouldBe(("resolved", Word(closed, "resolved_at"), null));
        (await stage.App.Refusal("incident.set_root_cause", id, new { root_cause = "A migration." })).ShouldBeNull();
        await stage.App.Run("incident.reopen", id, new { reason = "It fails again." });
        Word(await Find(id), "status").ShouldBe("investigating");
    }

    [Fact]
    public async Task There_is_one_commander_and_one_person_can_have_all_roles()
    {
        await stage.Owner();
        var person = (await stage.App.Get("/api/v1/team-members")).GetProperty("data")[0].GetProperty("id").GetString()!;
        var id = await Declare(new { title = "Roles", commander = person });
        var run = await stage.App.Run("incident.assign", id, new { role = "scribe", person });

        var people = (await Find(id)).GetProperty("people");
        await stage.App.Undo(run);

        (Word(people, "commander"), Word(people, "scribe"), Word(people, "operations")).ShouldBe((person, person, null));
        Word((await Find(id)).GetProperty("people"), "scribe").ShouldBeNull();
        (await stage.App.Refusal("incident.assign", id, new { role = "commander" })).ShouldBe("commander_needed");
        (await stage.App.Refusal("incident.assign", id, new { role = "scribe", person = "usr_1" })).ShouldBe("unknown_person");
    }

    private async Task<string> Declare(object input) => (await stage.App.Run("incident.declare", IdGenerator.Platform, input)).Created();

    private async Task<JsonElement> Find(string id) => (await stage.App.Get($"/api/v1/incidents/{id}")).GetProperty("incident");

    private async Task<JsonElement> Impact(object input) => (await stage.App.Get($"/api/v1/incidents/{await Declare(input)}")).GetProperty("impact");

    private static (long, long, long) Impacts(JsonElement impact) =>
        (impact.GetProperty("tenants").GetInt64(), impact.GetProperty("members").GetInt64(), impact.GetProperty("mrr").GetProperty("amount").GetInt64());

    private static List<string?> Operations(JsonElement details) =>
        [.. details.GetProperty("timeline").EnumerateArray().Select(entry => entry.GetProperty("entry").GetProperty("operation").GetString())];

    private static string? Word(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static long? Seconds(JsonElement incident, string name) =>
        incident.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
