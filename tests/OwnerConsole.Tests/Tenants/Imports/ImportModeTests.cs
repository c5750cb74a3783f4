using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tests.Tenants.Imports;

/// <summary>A file for test mode is about test tenants only, also if live ones have the same IDs.</summary>
public sealed class ImportModeTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly Dictionary<string, string> s_columns = new(StringComparer.Ordinal) { ["id"] = "external_id", ["name"] = "name" };

    [Fact]
    public async Task A_file_for_test_mode_changes_only_test_tenants_and_is_undone()
    {
        var (live, test) = (await TestApplication.Connect(console), await TestApplication.Connect(console, Mode.Test));
        var (known, created) = (NewId(), NewId());
        await live.Put($"/api/v1/tenants/ext:{known}", new { name = "Live" });
        await test.Put($"/api/v1/tenants/ext:{known}", new { name = "Test" });
        var file = Encoding.UTF8.GetBytes($"id;name\n{known};Changed\n{created};Created\n");

        var (status, uploaded) = await UploadedImport.Try(live, "tenants", file, "&mode=test");
        var id = await UploadedImport.Check(live, uploaded, s_columns, "take_theirs");
        var run = await live.Run("import.apply", id);
        await UploadedImport.Await(live, id, "applied");
        string[] imported = [await Name(live, known), await Name(test, known), await Name(test, created)];
        var createdLive = await Status(live, created);
        await live.Undo(run);
        await UploadedImport.Await(live, id, "undone");

        (status, uploaded.GetProperty("mode").GetString()).ShouldBe((HttpStatusCode.OK, "test"));
        imported.ShouldBe(["Live", "Changed", "Created"]);
        createdLive.ShouldBe(404);
        (await Name(test, known), await Status(test, created)).ShouldBe(("Test", 404));
    }

    [Fact]
    public async Task The_erasure_of_a_test_tenant_empties_no_rows_of_live_files_with_the_same_ID()
    {
        var (live, test) = (await TestApplication.Connect(console), await TestApplication.Connect(console, Mode.Test));
        var known = NewId();
        var tenant = (await test.Put($"/api/v1/tenants/ext:{known}", new { name = "Test" })).GetProperty("id").GetString()!;
        var file = Encoding.UTF8.GetBytes($"id;name\n{known};Changed\n");
        var (_, uploaded) = await UploadedImport.Try(live, "tenants", file, "&mode=test");
        var ofTest = await UploadedImport.Check(live, uploaded, s_columns);
        var ofLive = await UploadedImport.Check(live, await UploadedImport.Send(live, "tenants", file), s_columns);

        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant, IdGenerator.Platform]))
        {
            await console.Services.GetRequiredService<Anonymiser>().Tenant(tenant, work);
            await work.Commit();
        }

        (await RowState(live, ofTest), await RowState(live, ofLive)).ShouldBe(("error", "ready"));
    }

    private static async Task<string> RowState(TestApplication app, string import) =>
        (await app.Get($"/api/v1/imports/{import}/rows")).GetProperty("data")[0].GetProperty("state").GetString()!;

    private static async Task<string> Name(TestApplication app, string id) => (await app.Get($"/api/v1/tenants/ext:{id}")).GetProperty("name").GetString()!;

    private static async Task<int> Status(TestApplication app, string id) => (await app.Send(HttpMethod.Get, $"/api/v1/tenants/ext:{id}")).Status;

    private static string NewId() => RandomNumberGenerator.GetHexString(12, lowercase: true);
}
