using System.Net;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;

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

    [Fact]
    public async Task Stored_ids_are_repaired_unless_the_repaired_id_exists()
    {
        var app = await TestApplication.Connect(console);
        var (alone, twin) = (await app.Tenant("stored-alone"), await app.Tenant("stored-twin"));
        await app.Put("/api/v1/tenants", new { data = new[] { new { id = "ext:stored/twin", name = "Twin" } } });
        await app.Put($"/api/v1/tenants/{alone}/members/ext:anna", new { name = "Anna" });
        await Store("core.tenants", "external_id = 'stored%2Falone'", alone, alone);
        await Store("core.tenants", "external_id = 'stored%2ftwin'", twin, twin);
        await Store("core.members", "external_id = 'team%2Fanna'", alone, alone);

        await Migrate("0210");

        (await External(app, $"/api/v1/tenants/{alone}")).ShouldBe("stored/alone");
        (await External(app, $"/api/v1/tenants/{twin}")).ShouldBe("stored%2ftwin");
        (await app.Get($"/api/v1/tenants/{alone}/members")).GetProperty("data")[0].GetProperty("external_id").GetString().ShouldBe("team/anna");
        var owner = await TestBrowser.Owner(console);
        (await owner.Get("/overview")).StatusCode.ShouldBe(HttpStatusCode.OK);
        WebUtility.HtmlDecode(owner.Page).ShouldMatch("twice, with %2F and with / in the ID: [^<]*stored%2ftwin");
    }

    private static async Task<string?> External(TestApplication app, string address) => (await app.Get(address)).GetProperty("external_id").GetString();

    private async Task Store(string table, string what, string tenantId, string named)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [named]);
        await work.Execute($"update {table} set {what} where tenant_id = @tenantId", new { tenantId });
        await work.Commit();
    }

    private async Task Migrate(string number)
    {
        var file = Migration.Of([typeof(Migration).Assembly]).Single(migration => migration.Name.StartsWith(number, StringComparison.Ordinal));
        await using var source = NpgsqlDataSource.Create(console.Options.Connections.Migrator);
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"begin; set local role oc_owner; {file.Sql}; commit", connection);
        await command.ExecuteNonQueryAsync();
    }
}
