using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Errors;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Incidents;

/// <summary>What belongs to an incident: tenants until they are anonymised, and the posts about it on the status page.</summary>
public sealed class IncidentScopeTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task An_anonymised_tenant_is_not_affected_also_if_it_is_named()
    {
        var (kept, gone) = (await stage.App.Tenant("scope-kept", members: 1), await stage.App.Tenant("scope-gone", members: 2));
        var id = (await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Named", tenants = new[] { kept, gone } })).Created();
        var before = await Impact(id);

        await using (var work = await stage.Console.Database.Write(WriteOrigin.Intake("test"), [gone]))
        {
            await work.Execute("update core.tenant_status set lifecycle = 'anonymised' where tenant_id = @gone", new { gone });
            await work.Commit();
        }
        var after = await Impact(id);

        (before.GetProperty("tenants").GetInt64(), after.GetProperty("tenants").GetInt64()).ShouldBe((2, 1));
        after.GetProperty("members").GetInt64().ShouldBe(1);
        after.GetProperty("largest").EnumerateArray().Select(tenant => tenant.GetProperty("id").GetString()).ShouldBe([kept]);
    }

    [Fact]
    public async Task The_timeline_shows_posts_on_the_status_page_with_their_text_also_after_the_end()
    {
        var id = (await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Bookings fail" })).Created();
        var post = new
        {
            title = "Bookings fail",
            body = "We look for the cause.",
            incident = id,
        };
        var notice = (await stage.App.Run("status_notice.post", IdGenerator.Platform, post)).Created();
        await stage.App.Undo(await stage.App.Run("status_notice.update", notice, new { body = "About another notice.", status = "monitoring" }));
        await stage.App.Run("incident.resolve", id);
        await stage.App.Run("status_notice.update", notice, new { body = "Bookings work again.", status = "resolved" });

        var details = await stage.App.Await($"/api/v1/incidents/{id}", found => Texts(found).Contains("Bookings work again."));

        Texts(details).ShouldContain("We look for the cause.");
        Texts(details).ShouldNotContain("About another notice.");
    }

    [Fact]
    public async Task A_release_that_reports_its_first_error_is_in_the_timeline_and_a_possible_cause()
    {
        var sdk = await TestApplication.Connect(stage.Console, scopes: ["error.report"]);
        var ongoing = (await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Before the release" })).Created();

        await ErrorStage.Report(stage.Console, sdk.Key, ErrorStage.Event("ScopeError", release: "2026.11.30-scope"));
        await ErrorStage.Report(stage.Console, sdk.Key, ErrorStage.Event("ScopeError", release: "2026.11.30-scope"));
        var timeline = await stage.App.Await($"/api/v1/incidents/{ongoing}", found => Count(found.GetProperty("timeline"), nested: true) > 0);
        var later = (await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "After the release" })).Created();
        var causes = await stage.App.Await($"/api/v1/incidents/{later}", found => Count(found.GetProperty("causes"), nested: false) > 0);

        Count(timeline.GetProperty("timeline"), nested: true).ShouldBe(1);
        Count(causes.GetProperty("causes"), nested: false).ShouldBe(1);
    }

    /// <returns>Number of entries about releases.</returns>
    private static int Count(JsonElement entries, bool nested) =>
        entries.EnumerateArray().Count(entry => (nested ? entry.GetProperty("entry") : entry).GetProperty("code").GetString() == "release_new");

    private async Task<JsonElement> Impact(string id) => (await stage.App.Get($"/api/v1/incidents/{id}")).GetProperty("impact");

    private static List<string> Texts(JsonElement details) =>
        [.. details.GetProperty("timeline").EnumerateArray().Select(entry => entry.GetProperty("text").GetString()).OfType<string>()];
}
