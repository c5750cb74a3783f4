using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Integrations.Applications;

namespace OwnerConsole.Tests.Tenants.Members;

/// <summary>Custom attributes of members are reported, filtered, exported, imported and merged like those of tenants.</summary>
public sealed class MemberAttributeTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Reports_add_up_by_name_and_null_removes_an_attribute()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant(NewId());
        var path = $"/api/v1/tenants/{tenant}/members/ext:ada";
        await app.Put(
            path,
            new
            {
                attributes = new
                {
                    level = 1.50,
                    team = "sales",
                    country = "CH",
                },
            }
        );

        var reported = await app.Put(path, new { attributes = new { level = 2, team = (string?)null } });
        await app.Put(path, new { attributes = (object?)null });

        reported
            .GetProperty("attributes")
            .EnumerateObject()
            .Select(attribute => $"{attribute.Name}={attribute.Value}")
            .ShouldBe(["level=2", "country=CH"], ignoreOrder: true);
        var shown = await app.Get($"/api/v1/members/{reported.GetProperty("id").GetString()}");
        JsonElement.DeepEquals(shown.GetProperty("attributes"), reported.GetProperty("attributes")).ShouldBeTrue();
    }

    [Fact]
    public async Task Invalid_attributes_are_refused_by_field_and_nothing_is_stored()
    {
        var app = await TestApplication.Connect(console);
        await Declare(app);
        var tenant = await app.Tenant(NewId());
        var path = $"/api/v1/tenants/{tenant}/members";

        (await Try(path, new { data = new object[] { new { id = "ext:a" }, new { id = "ext:b", attributes = new { level = "high" } } } })).ShouldBe(
            "data[1].attributes.level: must be a number, as declared."
        );
        (await Try($"{path}/ext:a", new { attributes = new { Level = 1 } })).ShouldStartWith("attributes.Level: must have a name");
        (await Try($"{path}/ext:a", new { attributes = new { nested = new { a = 1 } } })).ShouldStartWith("attributes.nested: must be a string");
        (await Try($"{path}/ext:a", new { attributes = Many(51, 'a') })).ShouldBe("attributes: must have at most 50 entries.");
        (await app.Get(path)).GetProperty("data").GetArrayLength().ShouldBe(0);

        await app.Put($"{path}/ext:a", new { attributes = Many(50, 'a') });
        await app.Put($"{path}/ext:a", new { attributes = Many(50, 'b') });
        (await Try($"{path}/ext:a", new { attributes = new { c = 1 } })).ShouldStartWith("attributes: would give the member a more than 100 attributes");

        async Task<string> Try(string address, object body)
        {
            var (status, answer) = await app.Send(HttpMethod.Put, address, JsonSerializer.Serialize(body));
            (status, answer.GetProperty("code").GetString()).ShouldBe((400, "invalid"));
            return answer.GetProperty("detail").GetString()!;
        }
    }

    [Fact]
    public async Task Members_are_filtered_and_exported_by_their_attributes()
    {
        var app = await TestApplication.Connect(console);
        await Declare(app);
        var (tenant, team) = (await app.Tenant(NewId()), NewId());
        foreach (var (id, level, leads) in new[] { ("junior", 1, false), ("senior", 9, true), ("head", 10, true) })
            await app.Put(
                $"/api/v1/tenants/{tenant}/members/ext:{id}",
                new
                {
                    attributes = new
                    {
                        team,
                        level,
                        leads,
                        note = level.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    },
                }
            );
        await app.Put($"/api/v1/tenants/{tenant}/members/ext:none", new { name = "None" });
        var owner = await TestBrowser.Owner(console);

        (await Found("")).ShouldBe("head junior senior");
        (await Found("&attribute[level][gte]=9")).ShouldBe("head senior");
        (await Found("&attribute[level][gte]=2&attribute[level][lte]=9.5")).ShouldBe("senior");
        (await Found("&attribute[leads]=false")).ShouldBe("junior");
        (await Found("&attribute[level]=10.0")).ShouldBe("head");
        (await Found("&attribute[note]=10")).ShouldBe("head", "a text that looks like a number");
        (await Found("&attribute[level]=10&attribute[leads]=false")).ShouldBe("");
        (await app.Send(HttpMethod.Get, "/api/v1/members?attribute[level][gte]=high")).Status.ShouldBe(400);
        await owner.Get($"/members/export?format=csv&attribute[team]={team}&attribute[leads]=true&columns=attribute[level]");
        var file = owner.Page;
        await owner.Get($"/members?attribute[team]={team}&menu=filters");
        var list = owner.Page;
        var head = (await app.Get($"/api/v1/members?attribute[team]={team}&attribute[level]=10")).GetProperty("data")[0].GetProperty("id").GetString();
        await owner.Get($"/members/{head}");

        file.ShouldContain("attribute_level");
        file.Split('\n').Count(line => line.Contains(tenant, StringComparison.Ordinal)).ShouldBe(2);
        list.ShouldContain("Level of the user");
        owner.Page.ShouldContain("id=\"member-attributes\"");
        owner.Page.ShouldContain("Level of the user");

        async Task<string> Found(string query) =>
            string.Join(
                ' ',
                (await app.Get($"/api/v1/members?attribute[team]={team}{query}"))
                    .GetProperty("data")
                    .EnumerateArray()
                    .Select(row => row.GetProperty("external_id").GetString())
                    .Order(StringComparer.Ordinal)
            );
    }

    [Fact]
    public async Task A_merge_decides_which_attributes_remain()
    {
        var app = await TestApplication.Connect(console);
        await app.DeclareAll();
        var tenant = await app.Tenant(NewId());
        var goes = await app.Put($"/api/v1/tenants/{tenant}/members/ext:old", new { attributes = new { level = 3 } });
        var stays = await app.Put($"/api/v1/tenants/{tenant}/members/ext:new", new { attributes = new { level = 4 } });
        var input = new { into = stays.GetProperty("id").GetString(), custom_attributes = "merged" };

        await app.Run("member.merge", goes.GetProperty("id").GetString()!, input);

        var task = await app.ClaimOf(tenant);
        task.GetProperty("input").GetProperty("fields").EnumerateArray().Select(field => field.GetString()).ShouldBe(["attributes"]);
    }

    private static Task<JsonElement> Declare(TestApplication app) =>
        app.Put(
            "/api/v1/application",
            new
            {
                name = "StudioApp",
                member_attributes = new object[]
                {
                    new
                    {
                        name = "level",
                        title = "Level of the user",
                        type = "number",
                    },
                    new
                    {
                        name = "leads",
                        title = "Leads a team",
                        type = "boolean",
                    },
                },
            }
        );

    private static Dictionary<string, int> Many(int count, char prefix) =>
        Enumerable.Range(0, count).ToDictionary(place => $"{prefix}{place}", place => place, StringComparer.Ordinal);

    private static string NewId() => RandomNumberGenerator.GetHexString(12, lowercase: true);
}
