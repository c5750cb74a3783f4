using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Gates;

/// <summary>An external id is the same in a path, in a body and in an event.</summary>
public sealed class EncodedSlashTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Id = "gid://app/Customer/1234";

    private static readonly string InPath = "ext:" + Uri.EscapeDataString(Id);

    [Fact]
    public async Task An_id_with_slashes_names_one_tenant_in_paths_bodies_and_events()
    {
        var app = await TestApplication.Connect(console);

        var made = await app.Put($"/api/v1/tenants/{InPath}", new { name = "By path" });
        var again = await app.Put("/api/v1/tenants", new { data = new[] { new { id = $"ext:{Id}", name = "By body" } } });
        var member = await app.Put($"/api/v1/tenants/{InPath}/members/ext:team%2Fanna", new { name = "Anna" });
        var events = await app.Report(EventReports.Event($"ext:{Id}", "class.booked"));

        made.GetProperty("external_id").GetString().ShouldBe(Id);
        again.GetProperty("data")[0].GetProperty("id").GetString().ShouldBe(made.GetProperty("id").GetString());
        member.GetProperty("external_id").GetString().ShouldBe("team/anna");
        events.Accepted.ShouldBe(1);
        (await app.Get($"/api/v1/tenants/{InPath}?")).GetProperty("name").GetString().ShouldBe("By body");
    }

    [Fact]
    public async Task Ids_in_paths_are_decoded_exactly_once()
    {
        var app = await TestApplication.Connect(console);

        var ids = new List<string?>();
        foreach (var path in new[] { "ext:once%2Fb", "ext:once%252Fb", "ext:once%2fb%252Fc", "ext:100%25" })
            ids.Add((await app.Put($"/api/v1/tenants/{path}", new { name = path })).GetProperty("external_id").GetString());

        ids.ShouldBe(["once/b", "once%2Fb", "once/b%2Fc", "100%"]);
    }
}
