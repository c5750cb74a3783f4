using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Incidents;

/// <summary>Changes of the times, the severity and the affected tenants of an incident.</summary>
public sealed class IncidentChangeTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task The_start_can_not_be_moved_after_the_end()
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-2);
        var id = await Declare(
            new
            {
                title = "Moved",
                started_at = Text(start),
                detected_at = Text(start),
            }
        );
        await stage.App.Run("incident.resolve", id, new { resolved_at = Text(start.AddMinutes(70)) });

        (await Refusal(71)).ShouldBe("bad_times");
        (await Refusal(69)).ShouldBeNull();

        Task<string?> Refusal(int minutes) =>
            stage.App.Refusal(
                "incident.change",
                id,
                new
                {
                    title = "Moved",
                    severity = "sev3",
                    started_at = Text(start.AddMinutes(minutes)),
                    detected_at = Text(start.AddMinutes(minutes)),
                }
            );
    }

    [Fact]
    public async Task The_severity_is_raised_freely_and_lowered_with_a_reason()
    {
        var id = await Declare(new { title = "Slow", severity = "sev3" });
        await stage.App.Run("incident.change", id, new { title = "Slow", severity = "sev1" });

        (await stage.App.Refusal("incident.change", id, new { title = "Slow", severity = "sev2" })).ShouldBe("severity_reason_needed");
        (await stage.App.Refusal("incident.change", id, new { title = "Slow", severity = "sev1" })).ShouldBe("no_change");
        await stage.App.Run(
            "incident.change",
            id,
            new
            {
                title = "Slow",
                severity = "sev2",
                severity_reason = "There is a workaround.",
            }
        );

        Word(await Find(id), "severity").ShouldBe("sev2");
    }

    [Fact]
    public async Task The_time_of_the_next_update_starts_again_when_the_severity_is_raised()
    {
        var id = await Declare(new { title = "Raised", severity = "sev2" });

        await stage.App.Run("incident.change", id, new { title = "Raised", severity = "sev1" });
        var raised = await Find(id);
        await stage.App.Run("incident.change", id, new { title = "Raised again", severity = "sev1" });
        var renamed = await Find(id);

        var due = raised.GetProperty("update_due_at").GetDateTimeOffset();
        due.ShouldBeGreaterThan(raised.GetProperty("declared_at").GetDateTimeOffset().AddMinutes(30));
        renamed.GetProperty("update_due_at").GetDateTimeOffset().ShouldBe(due);
    }

    [Fact]
    public async Task A_change_without_a_selection_keeps_the_affected_tenants()
    {
        await stage.App.Tenant("selected");
        await stage.App.Tenant("not-selected");
        var id = await Declare(
            new
            {
                title = "Selection",
                severity = "sev3",
                tenants = new[] { "ext:selected" },
            }
        );

        await stage.App.Run("incident.change", id, new { title = "Selected", severity = "sev3" });
        var kept = await stage.App.Get($"/api/v1/incidents/{id}");
        var input = new
        {
            title = "Selected",
            severity = "sev3",
            all_tenants = true,
        };
        var effects = (await stage.App.Preview("incident.change", [id], input)).GetProperty("subjects")[0].GetProperty("effects");
        await stage.App.Run("incident.change", id, input);

        kept.GetProperty("impact").GetProperty("tenants").GetInt64().ShouldBe(1);
        (Word(effects[0], "field"), effects[0].GetProperty("before").GetInt64()).ShouldBe(("affected_tenants", 1));
        effects[0].GetProperty("after").GetInt64().ShouldBeGreaterThan(1);
        (await stage.App.Get($"/api/v1/incidents/{id}")).GetProperty("affected").GetProperty("tenants").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_share_of_the_selected_tenants_suggests_the_severity()
    {
        await stage.App.Tenant("share");
        await stage.App.Tenant("no-share");
        await stage.App.Tenant("another-without-share");
        var change = await stage.App.Run("setting.change", IdGenerator.Platform, new { key = "incidents.sev1_percent", value = 1 });

        var selected = await Declare(new { title = "Selected", tenants = new[] { "ext:share" } });
        var chosen = await Declare(
            new
            {
                title = "Chosen",
                severity = "sev4",
                tenants = new[] { "ext:share" },
            }
        );
        var all = await Declare(new { title = "All" });
        var preview = await stage.App.Preview("incident.declare", [IdGenerator.Platform], new { title = "Outdated", tenants = new[] { "ext:share" } });
        await stage.App.Undo(change);
        var outdated = await stage.App.Send(HttpMethod.Post, "/api/v1/runs", Json.Text(new { preview = preview.GetProperty("id").GetString() }));

        Word(await Find(selected), "severity").ShouldBe("sev1");
        Word(await Find(chosen), "severity").ShouldBe("sev4");
        Word(await Find(all), "severity").ShouldBe("sev3");
        outdated.Body.GetProperty("code").GetString().ShouldBe("changed_since_preview");
    }

    private async Task<string> Declare(object input) => (await stage.App.Run("incident.declare", IdGenerator.Platform, input)).Created();

    private async Task<JsonElement> Find(string id) => (await stage.App.Get($"/api/v1/incidents/{id}")).GetProperty("incident");

    private static string? Word(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
