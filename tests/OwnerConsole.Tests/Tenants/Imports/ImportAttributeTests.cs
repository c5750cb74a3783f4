using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Imports;

/// <summary>Columns are imported into attributes of tenants and members, under the rules of reports.</summary>
public sealed class ImportAttributeTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Attributes_are_merged_each_on_its_own_and_undone()
    {
        var app = await TestApplication.Connect(console);
        await Declare(app);
        var (known, created) = (NewId(), NewId());
        await app.Put($"/api/v1/tenants/ext:{known}", new { name = "Known", attributes = new { import_rooms = 3, import_note = "ours" } });
        var file = $"""
            id;name;Rooms;import_open;import_since;import_size;import_note
            {known};Known;4;ja;24.12.2024;XL;theirs
            {created};Created;1,5;false;2024-12-24T00:00:00+01:00;s;new
            """;
        var uploaded = await UploadedImport.Send(app, "tenants", file);
        Fields(uploaded)
            .ShouldBe(["external_id", "name", "attributes.import_rooms", "attributes.import_open", "attributes.import_since", "attributes.import_size", null]);
        var id = await UploadedImport.Check(app, uploaded, Columns(uploaded, ("import_note", "attributes.import_note")), "merge");

        var run = await app.Run("import.apply", id);
        await UploadedImport.Await(app, id, "applied");

        var merged = await Attributes(app, known);
        (merged.GetProperty("import_rooms").GetInt32(), merged.GetProperty("import_note").GetString()).ShouldBe((3, "ours"));
        merged.GetProperty("import_open").GetBoolean().ShouldBeTrue();
        merged.GetProperty("import_since").GetString().ShouldBe("2024-12-24");
        merged.GetProperty("import_size").GetString().ShouldBe("xl");
        var added = await Attributes(app, created);
        (added.GetProperty("import_rooms").GetDecimal(), added.GetProperty("import_note").GetString()).ShouldBe((1.5m, "new"));
        added.GetProperty("import_since").GetString().ShouldBe("2024-12-24");

        await app.Put($"/api/v1/tenants/ext:{known}", new { attributes = new { import_open = false } });
        await app.Undo(run);
        await UploadedImport.Await(app, id, "undone");

        var restored = await Attributes(app, known);
        restored.EnumerateObject().Select(attribute => attribute.Name).ShouldBe(["import_rooms", "import_note", "import_open"], ignoreOrder: true);
        restored.GetProperty("import_open").GetBoolean().ShouldBeFalse(); // reported after the import
        (await app.Send(HttpMethod.Get, $"/api/v1/tenants/ext:{created}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Attributes_of_members_are_imported_and_undone()
    {
        var app = await TestApplication.Connect(console);
        await Declare(app);
        var home = NewId();
        var tenant = await app.Tenant(home);
        await app.Put($"/api/v1/tenants/{tenant}/members/ext:known", new { attributes = new { import_level = 1, other = "kept" } });
        var file = $"tenant;id;Level;country\n{home};known;2;CH\n{home};created;3;\n{home};wrong;high;\n{home};rounded;1.23457E+15;\n";
        var uploaded = await UploadedImport.Send(app, "members", file);
        Fields(uploaded).ShouldBe(["tenant", "external_id", "attributes.import_level", null]);
        var id = await UploadedImport.Check(app, uploaded, Columns(uploaded, ("country", "attributes.country")), "take_theirs");

        var errors = (await app.Get($"/api/v1/imports/{id}/rows?state=error")).GetProperty("data").EnumerateArray();
        var run = await app.Run("import.apply", id);
        await UploadedImport.Await(app, id, "applied");
        var applied = await Members(app, tenant);
        await app.Undo(run);
        await UploadedImport.Await(app, id, "undone");

        errors
            .Select(row => row.GetProperty("reason").GetString())
            .ShouldAllBe(reason => reason!.StartsWith("attributes.import_level: ", StringComparison.Ordinal));
        errors.Last().GetProperty("reason").GetString()!.ShouldContain("Excel keeps 15 digits");
        applied.ShouldBe(["created import_level=3", "known country=CH import_level=2 other=kept"]);
        (await Members(app, tenant)).ShouldBe(["known import_level=1 other=kept"]);
    }

    [Fact]
    public async Task Cells_that_contradict_a_declaration_are_errors()
    {
        var app = await TestApplication.Connect(console);
        await Declare(app);
        var file = $"id,import_rooms,import_open,import_since,import_size\n{NewId()},many,,,\n{NewId()},,maybe,,\n{NewId()},,,4/5/2024,\n{NewId()},,,,xs\n";
        var uploaded = await UploadedImport.Send(app, "tenants", file);

        var id = await UploadedImport.Check(app, uploaded, Columns(uploaded));

        var errors = (await app.Get($"/api/v1/imports/{id}/rows?state=error")).GetProperty("data").EnumerateArray();
        errors
            .Select(row => row.GetProperty("reason").GetString()!.Split(':')[0])
            .ShouldBe(["attributes.import_rooms", "attributes.import_open", "attributes.import_since", "attributes.import_size"]);
    }

    [Theory]
    [InlineData("tenants", "attributes.Size")]
    [InlineData("tenants", "attributes.country")]
    [InlineData("tenants", "attributes.")]
    [InlineData("members", "attributes.Size")]
    public async Task Names_that_reports_refuse_are_refused(string kind, string field)
    {
        var app = await TestApplication.Connect(console);
        var uploaded = await UploadedImport.Send(app, kind, "tenant,id,size\nx,y,z\n");
        var columns = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["tenant"] = kind == "members" ? "tenant" : "",
            ["id"] = "external_id",
            ["size"] = field,
        };

        var (status, body) = await app.Send(
            HttpMethod.Put,
            $"/api/v1/imports/{uploaded.GetProperty("id").GetString()}/mapping",
            JsonSerializer.Serialize(new { columns })
        );

        (status, body.GetProperty("code").GetString()).ShouldBe((400, "invalid"));
    }

    [Fact]
    public async Task The_page_offers_attributes_and_says_which_columns_are_left_out()
    {
        var app = await TestApplication.Connect(console);
        await Declare(app);
        var uploaded = await UploadedImport.Send(app, "tenants", $"id,Fax number\n{NewId()},1\n");
        var owner = await TestBrowser.Owner(console);

        await owner.Get($"/settings/import/{uploaded.GetProperty("id").GetString()}");

        owner.Page.ShouldContain("This column is left out unless you choose a field.");
        owner.Page.ShouldContain("value=\"attributes.fax_number\"");
        owner.Page.ShouldContain("value=\"attributes.import_rooms\"");
    }

    private static Task<JsonElement> Declare(TestApplication app) =>
        app.Put(
            "/api/v1/application",
            new
            {
                name = "StudioApp",
                member_attributes = new[]
                {
                    new
                    {
                        name = "import_level",
                        title = "Level",
                        type = "number",
                    },
                },
                attributes = new object[]
                {
                    new
                    {
                        name = "import_rooms",
                        title = "Rooms",
                        type = "number",
                    },
                    new
                    {
                        name = "import_open",
                        title = "Open for imports",
                        type = "boolean",
                    },
                    new
                    {
                        name = "import_since",
                        title = "Since the import",
                        type = "date",
                    },
                    new
                    {
                        name = "import_size",
                        title = "Size of imports",
                        type = "choice",
                        choices = new[] { "s", "xl" },
                    },
                },
            }
        );

    /// <returns>Members of a tenant with their attributes.</returns>
    private static async Task<string[]> Members(TestApplication app, string tenant) =>
        [
            .. (await app.Get($"/api/v1/tenants/{tenant}/members"))
                .GetProperty("data")
                .EnumerateArray()
                .Select(member =>
                    string.Join(
                        ' ',
                        member
                            .GetProperty("attributes")
                            .EnumerateObject()
                            .Select(attribute => $"{attribute.Name}={attribute.Value}")
                            .Order(StringComparer.Ordinal)
                            .Prepend(member.GetProperty("external_id").GetString())
                    )
                )
                .Order(StringComparer.Ordinal),
        ];

    private static async Task<JsonElement> Attributes(TestApplication app, string externalId) =>
        (await app.Get($"/api/v1/tenants/ext:{externalId}")).GetProperty("attributes");

    private static IEnumerable<string?> Fields(JsonElement uploaded) =>
        uploaded.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("field").GetString());

    /// <summary>The fields that the console proposes, and those of further columns.</summary>
    private static Dictionary<string, string?> Columns(JsonElement uploaded, params (string Header, string Field)[] more) =>
        uploaded
            .GetProperty("columns")
            .EnumerateArray()
            .Select(column => (Header: column.GetProperty("header").GetString()!, Field: column.GetProperty("field").GetString() ?? ""))
            .Where(column => more.All(other => other.Header != column.Header))
            .Concat(more)
            .ToDictionary(column => column.Header, column => (string?)column.Field, StringComparer.Ordinal);

    private static string NewId() => RandomNumberGenerator.GetHexString(12, lowercase: true);
}
