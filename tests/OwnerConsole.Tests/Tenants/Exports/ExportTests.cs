using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Exports;

/// <summary>An export contains all data of both sides about a tenant and expires.</summary>
public sealed class ExportTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    [Fact]
    public async Task The_export_contains_the_data_of_the_application_and_the_console()
    {
        await using var stage = await LawHarness.Open(console);
        var tenant = await stage.App.Tenant("exported-1", "=Acme");
        await stage.App.Put(
            $"/api/v1/tenants/{tenant}/members",
            new { data = Enumerable.Range(1, 500).Select(number => new { id = $"ext:e{number}", name = $"Anna {number}" }) }
        );
        await stage.App.Run("note.add", tenant, new { text = "Wants everything." });
        var named = await stage.App.Put($"/api/v1/tenants/{tenant}/members/ext:e7", new { name = "Anna 7", attributes = new { team = "Team of Anna" } });
        var anna = named.GetProperty("id").GetString()!;
        await stage.App.Run("member.notify", anna, new { title = "Your export is ready", body = "All **lessons**." });
        await stage.App.Undo(await stage.App.Run("member.notify", anna, new { title = "By mistake", body = "" }));
        var large = RandomNumberGenerator.GetBytes(3_000_000);

        var task = await Begin(stage, tenant);
        var first = await Send(task, "studio.json", "{}"u8.ToArray());
        var again = await Send(task, "studio.json", """{"lessons":3}"""u8.ToArray());
        var second = await Send(task, "files.bin", large);
        await stage.App.Say(task, "complete", new { });
        using var zip = await Download(stage, tenant);

        (first.Status, again.Status, second.Status).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK));
        second.Body.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(large)));
        Text(zip, "application/studio.json").ShouldBe("""{"lessons":3}""");
        Bytes(zip, "application/files.bin").ShouldBe(large);
        Text(zip, "console/members.ndjson").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(500);
        Text(zip, "console/members.ndjson").ShouldContain("Team of Anna");
        Text(zip, "console/members.csv").Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(501);
        Text(zip, "console/tenant.csv").ShouldContain("\"'=Acme\""); // No spreadsheet runs it as a formula.
        Text(zip, "console/notes.ndjson").ShouldContain("Wants everything.");
        Text(zip, "console/decisions.ndjson").ShouldContain("note.add");
        Text(zip, "console/notifications.ndjson").ShouldContain("\"title\":\"Your export is ready\",\"body\":\"All **lessons**.\"");
        Text(zip, "console/notifications.ndjson").ShouldNotContain("By mistake");
        var manifest = JsonSerializer.Deserialize<JsonElement>(Text(zip, "manifest.json")).GetProperty("files").EnumerateArray().ToList();
        manifest
            .Select(file => file.GetProperty("name").GetString())
            .Append("manifest.json")
            .ShouldBe(zip.Entries.Select(entry => entry.FullName), ignoreOrder: true);
    }

    [Fact]
    public async Task Only_an_open_export_task_accepts_files()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, other) = (await stage.App.Tenant("exported-2"), await stage.App.Tenant("exported-3"));
        var task = await Begin(stage, tenant);
        await stage.Run("tenant.reset_demo_data", other);
        var reset = await stage.App.ClaimOf(other);

        var strange = await Send(task, "a.json", [1], reset.GetProperty("token").GetString());
        var wrong = await Send(reset, "a.json", [1]);
        var hidden = await Send(task, ".profile", [1]);
        await stage.App.Say(task, "complete", new { });
        var late = await Send(task, "a.json", [1]);

        (strange.Status, wrong.Status, hidden.Status, late.Status).ShouldBe(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Conflict, HttpStatusCode.BadRequest, HttpStatusCode.Conflict)
        );
        late.Body.GetProperty("code").GetString().ShouldBe("task_over");
    }

    [Fact]
    public async Task The_export_is_deleted_after_seven_days_or_when_a_member_is_anonymised()
    {
        await using var stage = await LawHarness.Open(console);
        var tenant = await stage.App.Tenant("exported-4", members: 2);
        var task = await Begin(stage, tenant);
        await Send(task, "studio.json", "{}"u8.ToArray());
        await stage.App.Say(task, "complete", new { });
        var export = Id((await Exports(stage, tenant))[0]);
        var member = (await stage.App.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!;

        await stage.Run("member.anonymise", member);
        await stage.App.Say(await stage.App.ClaimOf(tenant), "complete", new { });
        var forgotten = await stage.App.Http.GetAsync($"/api/v1/tenants/{tenant}/exports/{export}/file");
        await stage.Write("update core.members set anonymised_at = null where tenant_id = @tenant", tenant, new { tenant });
        var before = (await Exports(stage, tenant)).Count;
        await stage.Write("update core.tasks set ended_at = ended_at - interval '8 days' where tenant_id = @tenant", tenant, new { tenant });
        var after = (await Exports(stage, tenant)).Count;
        await console.Services.GetServices<IWorkHandler>().Single(kind => kind.Name == "exports.upkeep").Execute(null!, CancellationToken.None); // The handler reads no item.

        (forgotten.StatusCode, before, after).ShouldBe((HttpStatusCode.NotFound, 1, 0));
        await using var work = await console.Database.Read();
        (await work.One<long>("select count(*) from exports.chunks where tenant_id = @tenant", new { tenant })).ShouldBe(0);
    }

    [Fact]
    public async Task The_session_export_of_a_member_contains_no_sessions_of_others()
    {
        var (app, tenant) = await console.Studio();
        var member = (await app.Put($"/api/v1/tenants/{tenant}/members/ext:sat", new { name = "Sat Here" })).GetProperty("id").GetString()!;
        await app.Put($"/api/v1/tenants/{tenant}/members/ext:stood", new { name = "Stood By" });
        object Sat(string who, int seconds) =>
            new Dictionary<string, object?>(EventReports.Event(tenant, "session.recorded", data: new { duration_seconds = seconds })) { ["member"] = who };
        await app.Report(Sat("sat", 600), Sat("sat", 30), Sat("stood", 5));
        await console.WaitForProjection();

        var file = await app.Http.GetStringAsync($"/members/{member}/sessions/export");
        var strange = await app.Http.GetAsync("/members/mbr_00000000000000000000000000/sessions/export");

        var lines = file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].TrimStart('\uFEFF').ShouldBe("started_at,ended_at,seconds,timed_out,id");
        lines.Skip(1).Select(line => line.Split(',')[2]).ShouldBe(["600", "30"], ignoreOrder: true);
        strange.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <returns>The claimed task.</returns>
    private static async Task<JsonElement> Begin(LawHarness stage, string tenant)
    {
        await stage.App.DeclareAll();
        await stage.Run("tenant.export", tenant);
        return await stage.App.ClaimOf(tenant);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> Send(JsonElement task, string name, byte[] content, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/tasks/{Id(task)}/files/{name}") { Content = new ByteArrayContent(content) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? task.GetProperty("token").GetString());
        using var answer = await console.Client.SendAsync(request);
        return (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()));
    }

    private static async Task<ZipArchive> Download(LawHarness stage, string tenant)
    {
        var export = (await Exports(stage, tenant))[0];
        var answer = await stage.App.Http.GetAsync($"/api/v1/tenants/{tenant}/exports/{Id(export)}/file");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return new(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()));
    }

    private static async Task<IReadOnlyList<JsonElement>> Exports(LawHarness stage, string tenant) =>
        [.. (await stage.App.Get($"/api/v1/tenants/{tenant}/exports")).GetProperty("data").EnumerateArray()];

    private static string Id(JsonElement export) => export.GetProperty("id").GetString()!;

    private static string Text(ZipArchive zip, string name) => Encoding.UTF8.GetString(Bytes(zip, name)).TrimStart('\uFEFF');

    private static byte[] Bytes(ZipArchive zip, string name)
    {
        using var entry = zip.GetEntry(name)!.Open();
        using var read = new MemoryStream();
        entry.CopyTo(read);
        return read.ToArray();
    }
}
