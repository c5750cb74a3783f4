using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Applications;

public sealed class ApplicationDeclarationTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Declared_operations_are_listed_with_their_form_until_they_are_removed()
    {
        var app = await TestApplication.Connect(console);

        await app.Declare(Named("tenant.recount_one"));
        var declared = await Entry(app, "tenant.recount_one");
        await app.Declare(Named("tenant.recount_two"));

        (declared!.Value.GetProperty("title").GetString(), declared.Value.GetProperty("reversal").GetString()).ShouldBe(("Recount storage", "compensates"));
        declared.Value.GetProperty("input").GetProperty("required")[0].GetString().ShouldBe("bucket");
        declared
            .Value.GetProperty("fields")
            .EnumerateArray()
            .Select(field => (field.GetProperty("name").GetString(), field.GetProperty("kind").GetString()))
            .ShouldBe([("depth", "number"), ("bucket", "choice")]);
        declared.Value.GetProperty("example").GetRawText().ShouldBe("""{"bucket":"files"}""");
        (await Entry(app, "tenant.recount_one")).ShouldBeNull();
        (await Entry(app, "tenant.recount_two")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_removed_operation_is_refused_and_its_runs_remain_readable()
    {
        var app = await TestApplication.Connect(console);
        await app.Declare(Named("tenant.recount_gone"));
        var tenant = await app.Tenant("gone-1");
        var run = await app.Run("tenant.recount_gone", tenant, DeclaredApplications.Input);

        await app.Declare();

        (await app.Refusal("tenant.recount_gone", tenant, DeclaredApplications.Input)).ShouldBe("no_handler");
        (await app.Get($"/api/v1/runs/{run.GetProperty("id").GetString()}")).GetProperty("operation").GetString().ShouldBe("tenant.recount_gone");
    }

    [Fact]
    public async Task Operations_of_the_test_application_are_not_offered_for_live_tenants()
    {
        var (live, test) = (await TestApplication.Connect(console), await TestApplication.Connect(console, Mode.Test));
        await test.Declare(Named("tenant.recount_test"));
        var (real, demo) = (await live.Tenant("apart-1"), await test.Tenant("apart-1"));

        (await live.Refusal("tenant.recount_test", real, DeclaredApplications.Input)).ShouldBe("no_handler");
        (await test.Refusal("tenant.recount_test", demo, DeclaredApplications.Input)).ShouldBeNull();
        var owner = await TestBrowser.Owner(console);
        foreach (var (tenant, isOffered) in new[] { (real, false), (demo, true) })
        {
            await owner.Get($"/tenants/{tenant}");
            owner.Page.Contains("do-tenant.recount_test", StringComparison.Ordinal).ShouldBe(isOffered);
            await owner.Get($"/operations/choose?kind=tenant&subject={tenant}");
            owner.Page.Contains("tenant.recount_test", StringComparison.Ordinal).ShouldBe(isOffered);
        }
    }

    [Fact]
    public async Task Another_application_must_request_the_replacement_explicitly()
    {
        var app = await TestApplication.Connect(console);
        await app.Put("/api/v1/application?replace=true", new { name = "Bookings", attributes = new[] { new { name = "rooms", title = "Rooms" } } });

        var (status, problem) = await app.Send(HttpMethod.Put, "/api/v1/application", """{"name":"Payments"}""");
        var kept = await app.Get("/api/v1/application");
        await app.Put("/api/v1/application?replace=true", new { name = "Payments" });

        (status, problem.GetProperty("code").GetString()).ShouldBe((409, "other_application"));
        kept.GetProperty("name").GetString().ShouldBe("Bookings");
        (await app.Get("/api/v1/application")).GetProperty("name").GetString().ShouldBe("Payments");
        await app.Put("/api/v1/application?replace=true", new { name = "StudioApp" });
    }

    [Fact]
    public async Task Declaring_requires_the_permission_and_a_key_for_all_tenants()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("bound-1");
        var reader = await TestApplication.Connect(console, Mode.Live, null, "tenant.read");
        var bound = await TestApplication.Connect(console, Mode.Live, tenant, "application.declare");

        (await reader.Send(HttpMethod.Put, "/api/v1/application", """{"name":"StudioApp"}""")).Status.ShouldBe(403);
        (await bound.Send(HttpMethod.Put, "/api/v1/application", """{"name":"StudioApp"}""")).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"A","colour":"red"}""", "colour")]
    [InlineData("""{"name":"A","impersonation_url":"http://studio.example/x"}""", "impersonation_url")]
    [InlineData("""{"name":"A","impersonation_url":"https://me:secret@studio.example/x"}""", "impersonation_url")]
    [InlineData("""{"name":"A","tasks":["tenant.explode"]}""", "tasks")]
    [InlineData("""{"name":"A","operations":[{"name":"tenant.suspend","title":"Mine","done":"done"}]}""", "operations[0].name")]
    [InlineData("""{"name":"A","operations":[{"name":"Suspend","title":"Mine","done":"done"}]}""", "operations[0].name")]
    [InlineData("""{"name":"A","operations":[{"name":"a.b","title":"","done":"done"}]}""", "operations[0].title")]
    [InlineData("""{"name":"A","operations":[{"name":"a.b","title":"Mine","done":"done","minutes":0}]}""", "operations[0].minutes")]
    [InlineData("""{"name":"A","operations":[{"name":"a.b","title":"Mine","done":"done","weight":{"people":-1}}]}""", "operations[0].weight")]
    [InlineData("""{"name":"A","operations":[{"name":"a.b","title":"Mine","done":"done"},{"name":"a.b","title":"Mine","done":"done"}]}""", "operations")]
    [InlineData("""{"name":"A","operations":[{"name":"a.b","title":"Mine","done":"done","subject":"booking"}]}""", "operations[0].subject")]
    [InlineData("""{"name":"A","subject_types":[{"name":"Booking","title":"Booking","titles":"Bookings"}]}""", "subject_types[0].name")]
    [InlineData("""{"name":"A","subject_types":[{"name":"plan","title":"Plan","titles":"Plans"}]}""", "subject_types[0].name")]
    [InlineData("""{"name":"A","subject_types":[{"name":"booking","title":"","titles":"Bookings"}]}""", "subject_types[0].title")]
    [InlineData("""{"name":"A","subject_types":[{"name":"a","title":"An A","titles":"As"},{"name":"a","title":"An A","titles":"As"}]}""", "subject_types")]
    [InlineData("""{"name":"A","operations":[{"name":"a.b","title":"Mine","done":"done","input":[]}]}""", "operations[0].input")]
    [InlineData("""{"name":"A","operations":[{"name":"a.b","title":"Mine","done":"done","input":{"type":"string"}}]}""", "operations[0].input.type")]
    [InlineData(
        """{"name":"A","operations":[{"name":"a.b","title":"Mine","done":"done","input":{"type":"object","oneOf":[]}}]}""",
        "operations[0].input.oneOf"
    )]
    [InlineData(
        """{"name":"A","operations":[{"name":"a.b","title":"Mine","done":"done","input":{"type":"object","properties":{"x":{"type":"object"}}}}]}""",
        "operations[0].input.properties.x.type"
    )]
    [InlineData(
        """{"name":"A","operations":[{"name":"a.b","title":"Mine","done":"done","input":{"type":"object","properties":{"x":{"type":"integer","default":"many"}}}}]}""",
        "operations[0].input.properties.x.default"
    )]
    [InlineData(
        """{"name":"A","operations":[{"name":"a.b","title":"Mine","done":"done","input":{"type":"object","properties":{"X!":{"type":"string"}}}}]}""",
        "operations[0].input.properties.X!"
    )]
    [InlineData(
        """{"name":"A","operations":[{"name":"a.b","title":"Mine","done":"done","input":{"type":"object","required":["y"]}}]}""",
        "operations[0].input.required"
    )]
    public async Task An_invalid_declaration_is_refused_with_the_path_of_the_field(string body, string field)
    {
        var app = await TestApplication.Connect(console);

        var (status, problem) = await app.Send(HttpMethod.Put, "/api/v1/application", body);

        status.ShouldBe(400);
        problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
    }

    [Theory]
    [InlineData("""{"bucket":"files","depth":0}""", "input.depth")]
    [InlineData("""{"bucket":"files","depth":1.5}""", "input.depth")]
    [InlineData("""{"bucket":"files","depth":"3"}""", "input.depth")]
    [InlineData("""{"bucket":7}""", "input.bucket")]
    [InlineData("""{"depth":3}""", "input.bucket")]
    [InlineData("""{"bucket":"files","force":true}""", "input.force")]
    [InlineData("""["files"]""", "input")]
    public async Task An_input_that_violates_the_schema_is_refused_with_its_field(string input, string field)
    {
        var app = await TestApplication.Connect(console);
        await app.Declare(Named("tenant.recount_input"));
        var tenant = await app.Tenant("input-1");

        var (status, problem) = await app.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            $$"""{"operation":"tenant.recount_input","subjects":["{{tenant}}"],"input":{{input}}}"""
        );

        status.ShouldBe(400);
        problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
    }

    private static JsonObject Named(string name)
    {
        var operation = JsonSerializer.SerializeToNode(DeclaredApplications.Recount, Json.Options)!.AsObject();
        operation["name"] = name;
        return operation;
    }

    private static async Task<JsonElement?> Entry(TestApplication app, string name)
    {
        var all = (await app.Get("/api/v1/operations")).GetProperty("data").EnumerateArray();
        return all.Where(element => element.GetProperty("name").GetString() == name).Select(element => (JsonElement?)element).SingleOrDefault();
    }
}
