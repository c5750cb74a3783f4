using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Directory;

public sealed class TenantReportTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Absent_fields_are_kept_and_null_clears_a_field()
    {
        var app = await TestApplication.Connect(console);
        await app.Put(
            "/api/v1/tenants/ext:stay",
            new
            {
                name = "Stay",
                contact_email = "a@stay.example",
                country = "CH",
                plan_items = new[] { new { plan = "pro" }, new { plan = "bot_access" } },
                attributes = new { size = "xl", seats = 4 },
            }
        );

        await app.Put("/api/v1/tenants/ext:stay", new { owner_name = "Ada" });
        var kept = await app.Get("/api/v1/tenants/ext:stay");
        await app.Send(
            HttpMethod.Put,
            "/api/v1/tenants/ext:stay",
            """{"contact_email":null,"country":"DE","plan_items":[{"plan":"pro","quantity":3}],"attributes":{"size":null}}"""
        );
        var changed = await app.Get("/api/v1/tenants/ext:stay");

        kept.GetProperty("contact_email").GetString().ShouldBe("a@stay.example");
        kept.GetProperty("plan_items").GetArrayLength().ShouldBe(2);
        kept.GetProperty("attributes").GetProperty("size").GetString().ShouldBe("xl");
        changed.GetProperty("contact_email").GetString().ShouldBeNull();
        changed.GetProperty("plan_items").GetRawText().Replace(" ", "").ShouldBe("""[{"plan":"pro","quantity":3}]""");
        changed.GetProperty("attributes").GetProperty("country").GetString().ShouldBe("DE");
        changed.GetProperty("attributes").TryGetProperty("size", out _).ShouldBeFalse();
        changed.GetProperty("attributes").GetProperty("seats").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task A_batch_of_500_is_accepted_and_repeated_without_duplicates()
    {
        var app = await TestApplication.Connect(console, Mode.Test);
        var body = new { data = Enumerable.Range(1, 500).Select(number => new { id = $"ext:five-{number}", name = $"Five {number:D3}" }) };

        var first = await app.Put("/api/v1/tenants", body);
        var second = await app.Put("/api/v1/tenants", body);

        first.GetProperty("data").EnumerateArray().ShouldAllBe(element => element.GetProperty("result").GetString() == "created");
        second.GetProperty("data").EnumerateArray().ShouldAllBe(element => element.GetProperty("result").GetString() == "updated");
        (await app.Get("/api/v1/tenants?q=five")).GetProperty("total").GetString().ShouldBe("500");
    }

    [Fact]
    public async Task Concurrent_reports_of_one_tenant_create_it_once()
    {
        var app = await TestApplication.Connect(console);

        var made = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => app.Put("/api/v1/tenants/ext:race", new { name = "Race" })));

        made.Select(element => element.GetProperty("id").GetString()).Distinct().Count().ShouldBe(1);
        made.Count(element => element.GetProperty("result").GetString() == "created").ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"contact_email":"nobody"}""", "contact_email")]
    [InlineData("""{"country":"Schweiz"}""", "country")]
    [InlineData("""{"country":"CH\n"}""", "country")]
    [InlineData("""{"country":"XX"}""", "country")]
    [InlineData("""{"time_zone":"Berlin"}""", "time_zone")]
    [InlineData("""{"time_zone":"Nowhere/Land"}""", "time_zone")]
    [InlineData("""{"opened_at":"0001-01-01T00:00:00Z"}""", "opened_at")]
    [InlineData("""{"trial_ends_at":"9999-12-31T23:59:59Z"}""", "trial_ends_at")]
    [InlineData("""{"attributes":{"size":1e40}}""", "attributes.size")]
    [InlineData("""{"lifecycle":"anonymised"}""", "lifecycle")]
    [InlineData("""{"lifecycle":null}""", "lifecycle")]
    [InlineData("""{"lifecycle":1}""", "lifecycle")]
    [InlineData("""{"plan_items":[{"plan":"pro"},{"plan":"pro"}]}""", "plan_items")]
    [InlineData("""{"plan_items":[{"plan":"pro","quantity":0}]}""", "plan_items")]
    [InlineData("""{"attributes":{"Size":1}}""", "attributes.Size")]
    [InlineData("""{"attributes":{"deep":{"a":1}}}""", "attributes.deep")]
    [InlineData("""{"is_owner":true}""", "is_owner")]
    [InlineData("""{"trial_ends_at":"tomorrow"}""", "trial_ends_at")]
    [InlineData("""{"name":"a\u0000b"}""", "name")]
    [InlineData("""[]""", "body")]
    public async Task An_invalid_field_is_rejected_by_name(string body, string field)
    {
        var app = await TestApplication.Connect(console);

        var (status, answer) = await app.Send(HttpMethod.Put, "/api/v1/tenants/ext:bad", body);

        status.ShouldBe(400, answer.GetRawText());
        answer.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(answer.GetRawText());
        (await app.Send(HttpMethod.Get, "/api/v1/tenants/ext:bad")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("""{"name":""")]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("name=Acme")]
    [InlineData("")]
    public async Task Invalid_JSON_is_rejected_with_status_400(string body)
    {
        var app = await TestApplication.Connect(console);

        var (status, answer) = await app.Send(HttpMethod.Put, "/api/v1/tenants/ext:bad", body);

        status.ShouldBe(400, answer.GetRawText());
    }

    [Fact]
    public async Task One_invalid_report_rejects_the_batch_and_names_its_index()
    {
        var app = await TestApplication.Connect(console);

        var (status, answer) = await app.Send(HttpMethod.Put, "/api/v1/tenants", """{"data":[{"id":"ext:good","name":"Good"},{"id":"ext:worse","name":7}]}""");

        status.ShouldBe(400);
        answer.GetProperty("errors").TryGetProperty("data[1].name", out _).ShouldBeTrue(answer.GetRawText());
        (await app.Send(HttpMethod.Get, "/api/v1/tenants/ext:good")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Test_keys_and_live_keys_never_see_each_others_tenants()
    {
        var live = await TestApplication.Connect(console);
        var demo = await TestApplication.Connect(console, Mode.Test);
        var id = await live.Tenant("same-id");

        await demo.Tenant("same-id");

        (await demo.Get("/api/v1/tenants/ext:same-id")).GetProperty("id").GetString().ShouldNotBe(id);
        (await demo.Send(HttpMethod.Get, $"/api/v1/tenants/{id}")).Status.ShouldBe(404);
        (await demo.Send(HttpMethod.Put, $"/api/v1/tenants/{id}", "{}")).Status.ShouldBe(404);
        (await demo.Send(HttpMethod.Post, $"/api/v1/tenants/{id}/suspend", "{}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Names_in_any_script_and_with_markup_are_returned_unchanged()
    {
        var app = await TestApplication.Connect(console);
        string[] names = ["<script>alert(1)</script>", "مدرسة النور", "שלום עולם", "İstanbul Şube", "a\u202Eb", "👩‍👩‍👧‍👦 Studio"];

        foreach (var name in names)
        {
            await app.Put("/api/v1/tenants/ext:script", new { name });
            (await app.Get("/api/v1/tenants/ext:script")).GetProperty("name").GetString().ShouldBe(name);
        }
    }
}
