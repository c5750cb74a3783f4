using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Imports;

/// <summary>A file is mapped, checked, applied and undone, and nothing but its rows changes.</summary>
public sealed class ImportTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Tenants_are_checked_merged_and_undone()
    {
        var app = await TestApplication.Connect(console);
        var (known, created) = (NewId(), NewId());
        await app.Tenant(known, "Known");
        var file = $""""
            Kundennummer;Firma;E-Mail;Kunde seit;Plan
            {known};Renamed;known@example.org;;
            {created};"Café ""Süd""";south@example.org;24.12.2024;
            {created};Twice;;;
            {NewId()};Wrong;no address;;
            {NewId()};No plan;;;no_such_plan
            """";
        var uploaded = await UploadedImport.Send(app, "tenants", file);
        Fields(uploaded).ShouldBe(["external_id", "name", "contact_email", "opened_at", "plan"]);
        var id = await UploadedImport.Check(app, uploaded, Columns(uploaded), "merge");

        var counts = (await app.Get($"/api/v1/imports/{id}")).GetProperty("counts");
        (Count(counts, "creates"), Count(counts, "conflicts"), Count(counts, "errors")).ShouldBe((1, 1, 3));
        var errors = (await app.Get($"/api/v1/imports/{id}/rows?state=error")).GetProperty("data").EnumerateArray().ToList();
        errors.Select(row => row.GetProperty("place").GetInt32()).ShouldBe([3, 4, 5]);
        errors[0].GetProperty("reason").GetString().ShouldBe("The file has the same ID in row 2.");
        (await Status(app, created)).ShouldBe(404);

        var run = await app.Run("import.apply", id);
        var applied = (await UploadedImport.Await(app, id, "applied")).GetProperty("counts");

        Count(applied, "applied").ShouldBe(2);
        var (merged, opened) = (await app.Get($"/api/v1/tenants/ext:{known}"), await app.Get($"/api/v1/tenants/ext:{created}"));
        (Text(merged, "name"), Text(merged, "contact_email")).ShouldBe(("Known", "known@example.org"));
        (Text(opened, "name"), opened.GetProperty("opened_at").GetDateTimeOffset().Year).ShouldBe(("Café \"Süd\"", 2024));
        (await app.Refusal("import.apply", id)).ShouldBe("already_applied");

        await app.Undo(run);
        var undone = (await UploadedImport.Await(app, id, "undone")).GetProperty("counts");

        Count(undone, "reverted").ShouldBe(2);
        (await Status(app, created)).ShouldBe(404);
        Text(await app.Get($"/api/v1/tenants/ext:{known}"), "contact_email").ShouldBeNull();
    }

    [Fact]
    public async Task An_undo_keeps_what_changed_since()
    {
        var app = await TestApplication.Connect(console);
        var (changed, used) = (NewId(), NewId());
        await app.Tenant(changed, "Before");
        var uploaded = await UploadedImport.Send(app, "tenants", $"id,name\n{changed},Imported\n{used},Used\n");
        var id = await UploadedImport.Check(app, uploaded, Columns(uploaded), "take_theirs");
        var run = await app.Run("import.apply", id);
        await UploadedImport.Await(app, id, "applied");
        await app.Put($"/api/v1/tenants/ext:{changed}", new { name = "Later" });
        await app.Put($"/api/v1/tenants/ext:{used}/members/ext:ada", new { name = "Ada" });

        await app.Undo(run);
        await UploadedImport.Await(app, id, "undone");

        Text(await app.Get($"/api/v1/tenants/ext:{changed}"), "name").ShouldBe("Later");
        Text(await app.Get($"/api/v1/tenants/ext:{used}"), "name").ShouldBe("Used");
        var kept = (await app.Get($"/api/v1/imports/{id}/rows?state=kept")).GetProperty("data");
        kept.EnumerateArray().Select(row => Text(row, "reason")).ShouldAllBe(reason => reason != null);
        kept.GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task An_undo_keeps_what_something_else_refers_to()
    {
        var app = await TestApplication.Connect(console);
        var (home, active, unused) = (NewId(), NewId(), NewId());
        var homeId = await app.Tenant(home);
        var tenants = await UploadedImport.Send(app, "tenants", $"id,name\n{active},Active\n{unused},Unused\n");
        var members = await UploadedImport.Send(app, "members", $"tenant,id,name\n{home},ann,Ann\n{home},bob,Bob\n{home},cleo,Cleo\n");
        string[] ids = [await UploadedImport.Check(app, tenants, Columns(tenants)), await UploadedImport.Check(app, members, Columns(members))];
        JsonElement[] runs = [await app.Run("import.apply", ids[0]), await app.Run("import.apply", ids[1])];
        foreach (var id in ids)
            await UploadedImport.Await(app, id, "applied");
        var activeId = Text(await app.Get($"/api/v1/tenants/ext:{active}"), "id");
        var created = (await app.Get($"/api/v1/tenants/{homeId}/members")).GetProperty("data").EnumerateArray();
        var annId = Text(created.Single(member => Text(member, "external_id") == "ann"), "id");
        await Write($"insert into core.tenant_days (tenant_id, day, events) values ('{activeId}', current_date, 1)");
        await Write(
            $"insert into notes.notes (tenant_id, note_id, text, opened_by, opened_at, member_id) values ('{homeId}', 'n', 'Call', 'run_x', now(), '{annId}')"
        );
        await app.Put($"/api/v1/tenants/{homeId}/members/ext:bob", new { email = $"{home}@example.org" });

        foreach (var run in runs)
            await app.Undo(run);
        foreach (var id in ids)
            await UploadedImport.Await(app, id, "undone");

        (await Status(app, active)).ShouldBe(200);
        (await Status(app, unused)).ShouldBe(404);
        (await Members(app, homeId)).ShouldBe(["ann", "bob"], ignoreOrder: true);
        var kept = (await app.Get($"/api/v1/imports/{ids[1]}/rows?state=kept")).GetProperty("data").EnumerateArray();
        kept.Select(row => Text(row, "reason")).ShouldBe(["It was changed or used since, so it is kept.", "It was changed or used since, so it is kept."]);
    }

    [Fact]
    public async Task Two_imports_of_the_same_members_create_each_member_once()
    {
        var app = await TestApplication.Connect(console);
        var tenant = NewId();
        var tenantId = await app.Tenant(tenant);
        var ids = new List<string>();
        foreach (var own in new[] { "ann", "bob" })
        {
            var uploaded = await UploadedImport.Send(app, "members", $"tenant,id,name\n{tenant},{own},{own}\n{tenant},cleo,Cleo\nno-such-{tenant},x,X\n");
            ids.Add(await UploadedImport.Check(app, uploaded, Columns(uploaded)));
        }

        var runs = await Task.WhenAll(ids.Select(id => app.Run("import.apply", id)));
        foreach (var id in ids)
            await UploadedImport.Await(app, id, "applied");

        (await Members(app, tenantId)).ShouldBe(["ann", "bob", "cleo"], ignoreOrder: true);
        foreach (var run in runs)
            await app.Undo(run);
        foreach (var id in ids)
            await UploadedImport.Await(app, id, "undone");
        (await Members(app, tenantId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stopped_import_continues_with_the_rows_that_are_left()
    {
        var app = await TestApplication.Connect(console);
        var (first, second) = (NewId(), NewId());
        var uploaded = await UploadedImport.Send(app, "tenants", $"id,name\n{first},First\n");
        var id = await UploadedImport.Check(app, uploaded, Columns(uploaded));
        await app.Run("import.apply", id);
        await UploadedImport.Await(app, id, "applied");
        await LeaveRow(id, second);

        var stop = await app.Run("import.stop", id);
        (await app.Refusal("import.stop", id)).ShouldBe("already_stopped");
        await app.Undo(stop);
        await UploadedImport.Await(app, id, "applied");

        (await Status(app, second)).ShouldBe(200);
        Count((await app.Get($"/api/v1/imports/{id}")).GetProperty("counts"), "applied").ShouldBe(2);
    }

    [Fact]
    public async Task A_list_of_members_selects_them_for_a_bulk_operation()
    {
        var app = await TestApplication.Connect(console);
        var (tenant, email) = (NewId(), $"{NewId()}@example.org");
        var tenantId = await app.Tenant(tenant, members: 2);
        var byEmail = await app.Put($"/api/v1/tenants/{tenantId}/members/ext:m1", new { email });
        var byNumber = await app.Put($"/api/v1/tenants/{tenantId}/members/ext:m2", new { name = "Two" });
        var uploaded = await UploadedImport.Send(
            app,
            "member_list",
            $"email\n{email.ToUpperInvariant()}\n{Text(byNumber, "support_number")}\n{Text(byEmail, "id")}\nnobody@example.org\n"
        );
        var id = await UploadedImport.Check(app, uploaded, Columns(uploaded));

        var preview = await app.Post("/api/v1/previews", new { operation = "member.anonymise", query = new { import = id } });

        preview.GetProperty("subjects").EnumerateArray().Select(subject => Text(subject, "id")).ShouldBe([Text(byEmail, "id"), Text(byNumber, "id")]);
        (await app.Get($"/api/v1/imports/{id}/rows?state=error")).GetProperty("data").GetArrayLength().ShouldBe(2);
        (await app.Refusal("import.apply", id)).ShouldBe("member_list");
    }

    [Fact]
    public async Task A_pasted_table_is_listed_and_its_fields_can_be_chosen()
    {
        var owner = await TestBrowser.Owner(console);
        await owner.Get("/settings/import");
        using var form = new MultipartFormDataContent { { new StringContent("members"), "kind" }, { new StringContent("tenant\tid\nx\ty\n"), "table" } };

        await owner.PostRaw("/settings/import", form, ("Sec-Fetch-Site", "same-origin"), ("RequestVerificationToken", owner.Token));
        await owner.Get("/settings/import");

        owner.Page.ShouldContain("Pasted table");
        var id = owner.Page[owner.Page.IndexOf("/settings/import/imp_", StringComparison.Ordinal)..].Split('"')[0];
        await owner.Get(id);
        owner.Page.ShouldContain("Check rows");
    }

    /// <summary>Adds a row to an applied import, as if the console had been killed before the row.</summary>
    private async Task LeaveRow(string id, string key)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await using var command = new NpgsqlCommand(
            """
            set app.intake = 'test';
            insert into imports.rows (tenant_id, import_id, place, cells, state, action, key, body, created_at)
            select r.tenant_id, r.import_id, 2, r.cells, 'ready', 'create', @key, r.body, now() from imports.rows r where r.import_id = @id and r.place = 1;
            update imports.imports set state = 'applying' where import_id = @id
            """,
            super
        );
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("key", key);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task Write(string sql)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await using var command = new NpgsqlCommand($"set app.intake = 'test'; {sql}", super);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static string NewId() => RandomNumberGenerator.GetHexString(12, lowercase: true);

    private static string? Text(JsonElement body, string field) => body.GetProperty(field).GetString();

    private static long Count(JsonElement counts, string field) => counts.GetProperty(field).GetInt64();

    private static IEnumerable<string?> Fields(JsonElement uploaded) =>
        uploaded.GetProperty("columns").EnumerateArray().Select(column => Text(column, "field"));

    /// <summary>The fields that the console proposes.</summary>
    private static Dictionary<string, string?> Columns(JsonElement uploaded) =>
        uploaded
            .GetProperty("columns")
            .EnumerateArray()
            .ToDictionary(column => Text(column, "header")!, column => Text(column, "field"), StringComparer.Ordinal);

    private static async Task<int> Status(TestApplication app, string externalId) =>
        (await app.Send(HttpMethod.Get, $"/api/v1/tenants/ext:{externalId}")).Status;

    private static async Task<IEnumerable<string?>> Members(TestApplication app, string tenantId) =>
        [.. (await app.Get($"/api/v1/tenants/{tenantId}/members")).GetProperty("data").EnumerateArray().Select(member => Text(member, "external_id"))];
}
