using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Metrics.Ingest;

/// <summary>Member IDs in events, including placeholders that programs send for no member.</summary>
public sealed class EventMemberIdTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Blank_and_placeholder_IDs_create_no_member_but_the_event_counts()
    {
        var (app, tenant) = await console.Studio();
        string?[] none = ["", " ", "undefined", "null", "NULL", "0", "None", "\u200b", "\ufeff", "\u3164 \u115f", "\u202e"];

        var answer = await app.Report([
            .. none.Select(member => (object)Of(tenant, member)),
            EventReports.Event(tenant, "class.booked", data: new { member = " " }),
            EventReports.Event(tenant, "class.booked", data: new { member = 7001 }),
            Of(tenant, "anna"),
        ]);
        await console.WaitForProjection();

        answer.Accepted.ShouldBe(none.Length + 3);
        var members = (await app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data").EnumerateArray();
        members.Select(member => member.GetProperty("external_id").GetString()).ShouldBe(["7001", "anna"], ignoreOrder: true);
        await using var work = await console.Database.Read();
        (await work.One<long>("select sum(events)::bigint from core.tenant_days where tenant_id = @tenant", new { tenant })).ShouldBe(none.Length + 3);
    }

    [Fact]
    public async Task A_member_ID_of_more_than_200_characters_is_rejected()
    {
        var (app, tenant) = await console.Studio();
        var longest = new string('x', 200);

        var answer = await app.Report(
            Of(tenant, longest),
            Of(tenant, longest + "x"),
            EventReports.Event(tenant, "class.booked", data: new { member = new string('x', 5000) })
        );

        answer.Accepted.ShouldBe(1);
        answer.Reasons.ShouldBe(["bad_attribute", "bad_attribute"]);
    }

    [Fact]
    public async Task The_prefix_of_own_IDs_is_optional_and_IDs_of_the_console_are_rejected()
    {
        var (app, tenant) = await console.Studio();
        await app.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name = "Ada" });
        var id = (await app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!;

        var answer = await app.Report(
            Of(tenant, "ada"),
            Of(tenant, "ext:ada"),
            EventReports.Event(tenant, "class.booked", data: new { member = "ext:ada" }),
            Of(tenant, id)
        );

        (answer.Accepted, answer.Reasons.Single()).ShouldBe((3, "bad_attribute"));
        (await app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Unknown_types_in_reserved_namespaces_are_rejected_with_a_suggestion()
    {
        var (app, tenant) = await console.Studio();

        var answer = await app.Report(
            EventReports.Event(tenant, "session.start", data: new { session = "a" }),
            EventReports.Event(tenant, "purchase.complete"),
            EventReports.Event(tenant, "sessions.booked")
        );

        answer.Accepted.ShouldBe(1);
        answer.Reasons.ShouldBe(["unknown_type", "unknown_type"]);
        answer.Body.GetProperty("rejected")[0].GetProperty("detail").GetString()!.ShouldContain("Did you mean session.started?");
        answer.Body.GetProperty("rejected")[1].GetProperty("detail").GetString()!.ShouldContain("Did you mean purchase.completed?");
    }

    private static Dictionary<string, object?> Of(string tenant, string? member)
    {
        var report = EventReports.Event(tenant, "class.booked");
        report["member"] = member;
        return report;
    }
}
