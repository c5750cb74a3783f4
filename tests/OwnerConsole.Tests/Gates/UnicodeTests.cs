using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Gates;

/// <summary>Difficult text: lookalike letters, right-to-left overrides, unpaired surrogates and null characters.</summary>
public sealed partial class UnicodeTests(TestConsole console) : IClassFixture<TestConsole>
{
    /// <summary>A right-to-left override, which reverses the rest of the line.</summary>
    private const string Turned = "Exam\u202Eple";

    [Theory]
    [InlineData("Cafe\u0301 Zu\u0308rich", "Caf\u00E9 Z\u00FCrich")] // Decomposed characters.
    [InlineData("👩‍👩‍👧‍👦 🄰", "👩‍👩‍👧‍👦 🄰")]
    [InlineData("İSTANBUL Işık", "İSTANBUL Işık")]
    [InlineData("Раураl", "Раураl")] // Five of these letters are Cyrillic.
    public async Task A_name_is_normalized_and_found_as_typed(string typed, string kept)
    {
        var app = await TestApplication.Connect(console);

        var id = await app.Tenant("unicode-" + Guid.CreateVersion7(), typed);
        var member = await app.Put($"/api/v1/tenants/{id}/members/ext:m", new { name = typed });

        (await app.Get($"/api/v1/tenants/{id}")).GetProperty("name").GetString().ShouldBe(kept);
        member.GetProperty("name").GetString().ShouldBe(kept);
        (await app.Get($"/api/v1/tenants?q={Uri.EscapeDataString(typed)}"))
            .GetProperty("data")
            .EnumerateArray()
            .Select(tenant => tenant.GetProperty("id").GetString())
            .ShouldContain(id);
    }

    [Theory]
    [InlineData("GET", "/api/v1/tenants?q=%00", null)]
    [InlineData("GET", "/api/v1/tenants?cursor=%00", null)]
    [InlineData("GET", "/api/v1/tenants/ext:%00", null)]
    [InlineData("GET", "/api/v1/tenants/ext:%ED%A0%80", null)]
    [InlineData("GET", "/api/v1/log?q=%00", null)]
    [InlineData("GET", "/api/v1/runs/%00", null)]
    [InlineData("PUT", "/api/v1/tenants/ext:%00", "{}")]
    [InlineData("PUT", "/api/v1/tenants/ext:nul", """{"attributes": {"country": "\u0000"}}""")]
    [InlineData("PUT", "/api/v1/tenants/ext:nul", """{"attributes": {"country": "\ud800"}}""")]
    [InlineData("PUT", "/api/v1/tenants/ext:nul", """{"plan_items": [{"plan": "\u0000"}]}""")]
    [InlineData("PUT", "/api/v1/tenants/ext:odd/members/ext:%00", "{}")]
    [InlineData("PUT", "/api/v1/tenants/ext:odd/members/ext:m", """{"name": "\u0000"}""")]
    [InlineData("PUT", "/api/v1/tenants/ext:odd/members/ext:m", """{"role": "\udfff"}""")]
    [InlineData("POST", "/api/v1/tenants/ext:odd/add_note", """{"text": "\u0000"}""")]
    [InlineData("POST", "/api/v1/tenants/ext:odd/add_note", """{"text": "\ud800"}""")]
    [InlineData("POST", "/api/v1/tenants/ext:odd/tag", """{"tag": "\u0000"}""")]
    [InlineData("POST", "/api/v1/previews", """{"operation": "\u0000", "subjects": ["x"]}""")]
    [InlineData("POST", "/api/v1/previews", """{"operation": "tenant.suspend", "subjects": ["ext:\u0000"]}""")]
    [InlineData("POST", "/api/v1/previews", """{"operation": "tenant.suspend", "query": {"q": "\u0000"}}""")]
    [InlineData("POST", "/api/v1/runs", """{"preview": "\u0000"}""")]
    [InlineData(
        "POST",
        "/api/v1/metrics/query",
        """{"metrics": ["tenants.total"], "range": {"last": "1d"}, "filters": [{"dimension": "country", "any": ["\u0000"]}]}"""
    )]
    [InlineData("PUT", "/api/v1/instances/x/heartbeat", """{"facts": {"\u0000": 1}}""")]
    [InlineData("PUT", "/api/v1/instances/x/heartbeat", """{"facts": {"\ud800": 1}}""")]
    [InlineData("PUT", "/api/v1/instances/x/heartbeat", """{"facts": {"a": 1e200000}}""")]
    [InlineData("PUT", "/api/v1/instances/x/heartbeat", """{"facts": {"a": 1e-200000}}""")]
    [InlineData("PUT", "/api/v1/instances/x/heartbeat", """{"facts": {"a": {"b": 1}}}""")]
    [InlineData("PUT", "/api/v1/application", """{"name": "A", "attributes": [{"name": "a", "title": "Tt", "type": "choice", "choices": [null]}]}""")]
    [InlineData("POST", "/api/v1/metrics/rows", """{"metric": "tenants.total", "range": {"last": "1d"}, "cursor": "\u0000"}""")]
    public async Task Values_that_the_database_cannot_store_are_client_errors(string method, string address, string? body)
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("odd");

        var (status, answer) = await app.Send(new(method), address, body);

        status.ShouldBeInRange(400, 422, answer.ToString());
    }

    [Theory]
    [InlineData("PUT", "/api/v1/tenants/ext:marks", """{"name": "<marks>"}""")]
    [InlineData("POST", "/api/v1/tenants/ext:odd/tag", """{"tag": "<marks>"}""")]
    public async Task Ten_thousand_combining_marks_are_refused(string method, string address, string body)
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("odd");

        var (status, _) = await app.Send(new(method), address, body.Replace("<marks>", "a" + new string('\u0301', 10_000), StringComparison.Ordinal));

        status.ShouldBeOneOf(400, 422);
    }

    [Theory]
    [InlineData("plan.create", """{"key": "рro", "name": "Pro", "price": {"amount": 1, "currency": "USD"}}""")] // The first letter is Cyrillic.
    [InlineData("meter.declare", """{"key": "саlls", "name": "Calls", "unit": "call", "event_type": "called"}""")]
    public async Task A_lookalike_key_is_refused(string operation, string input)
    {
        var app = await TestApplication.Connect(console);

        (await app.Refusal(operation, IdGenerator.Platform, JsonSerializer.Deserialize<JsonElement>(input))).ShouldBe("bad_key");
    }

    [Fact]
    public async Task A_name_with_a_direction_override_affects_no_other_text()
    {
        await using var alone = await TestConsole.Start();
        var app = await TestApplication.Connect(alone);
        var id = await app.Tenant("turned", Turned, members: 1);
        await app.Put($"/api/v1/tenants/{id}/members/ext:m1", new { name = Turned });
        await app.Run("note.add", id, new { text = Turned });
        await app.Report(EventReports.Event("ext:turned", "session.started", data: new { session = "s", member = "m1" }));
        await alone.WaitForProjection();
        var owner = await TestBrowser.Owner(alone);
        var shown = 0;

        foreach (
            var address in new[]
            {
                "/tenants",
                $"/tenants/{id}",
                $"/tenants/{id}/members",
                $"/tenants/{id}/usage",
                $"/tenants/{id}/timeline",
                "/overview",
                "/overview?hot=sessions",
                "/explore?metric=tenants.opened",
                "/explore?metric=members.total",
                "/explore?metric=tenants.total&by=tenant",
                $"/explore?metric=sessions.started&tenant={id}",
                "/audit",
                "/operations",
                $"/operations/new?operation=tenant.suspend&subject={id}&back=/tenants",
            }
        )
        {
            await owner.Get(address);
            foreach (Match found in Tag().Matches(owner.Page).Where(found => found.Groups["text"].Value.Contains(Turned, StringComparison.Ordinal)))
            {
                shown++;
                found.Groups["tag"].Value.ShouldMatch("^(bdi|title|textarea|text)\\b|dir=\"auto\"", $"{address}: {found.Value}");
            }
        }
        shown.ShouldBeGreaterThan(10);
    }

    [GeneratedRegex("<(?<tag>[a-z][^>]*)>(?<text>[^<]*)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();
}
