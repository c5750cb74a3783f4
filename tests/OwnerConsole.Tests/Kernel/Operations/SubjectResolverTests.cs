using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Kernel.Operations;

public sealed class SubjectResolverTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Test_keys_and_tenant_keys_cannot_act_on_the_platform()
    {
        var live = await TestApplication.Connect(console);
        var acme = await live.Tenant("subjects-1");
        var body = JsonSerializer.Serialize(
            new
            {
                operation = "webhook_endpoint.create",
                subjects = new[] { "tnt_platform" },
                input = new { url = "https://example.com/hook" },
            }
        );

        var demo = await (await TestApplication.Connect(console, Mode.Test)).Send(HttpMethod.Post, "/api/v1/previews", body);
        var bound = await (await TestApplication.Connect(console, onlyTenant: acme)).Send(HttpMethod.Post, "/api/v1/previews", body);
        var whole = await live.Send(HttpMethod.Post, "/api/v1/previews", body);

        (demo.Status, bound.Status, whole.Status).ShouldBe((403, 403, 201));
    }

    [Theory]
    [InlineData("""{"operation":"tenant.suspend","subjects":[null]}""", "subjects[0]")]
    [InlineData("""{"operation":"tenant.suspend","query":{},"except":["ext:a",null]}""", "except[1]")]
    public async Task A_null_in_a_list_is_refused_with_its_position(string body, string place)
    {
        var (status, answer) = await (await TestApplication.Connect(console)).Send(HttpMethod.Post, "/api/v1/previews", body);

        (status, answer.GetProperty("code").GetString()).ShouldBe((400, "invalid"));
        answer.GetProperty("detail").GetString()!.ShouldContain(place);
    }

    [Fact]
    public async Task A_tenant_key_reads_and_changes_only_its_tenant()
    {
        var live = await TestApplication.Connect(console);
        var acme = await live.Tenant("subjects-2");
        var other = await live.Tenant("subjects-3");
        var bound = await TestApplication.Connect(console, onlyTenant: acme);

        var foreign = new List<int>();
        foreach (
            var (method, path, sent) in new (HttpMethod, string, string?)[]
            {
                (HttpMethod.Get, $"/api/v1/tenants/{other}", null),
                (HttpMethod.Get, "/api/v1/tenants/ext:subjects-3", null),
                (HttpMethod.Get, $"/api/v1/tenants/{other}/timeline", null),
                (HttpMethod.Get, $"/api/v1/tenants/{other}/members", null),
                (HttpMethod.Get, $"/api/v1/tenants/{other}/suspensions", null),
                (HttpMethod.Put, $"/api/v1/tenants/{other}", "{}"),
                (HttpMethod.Put, "/api/v1/tenants/ext:subjects-new", "{}"),
                (HttpMethod.Put, $"/api/v1/tenants/{other}/members/ext:a", "{}"),
                (HttpMethod.Post, $"/api/v1/tenants/{other}/suspend", "{}"),
            }
        )
            foreign.Add((await bound.Send(method, path, sent)).Status);

        foreign.ShouldAllBe(status => status == 404);
        (await bound.Get("/api/v1/tenants")).GetProperty("data").GetArrayLength().ShouldBe(1);
        (await bound.Get($"/api/v1/tenants/{acme}")).GetProperty("external_id").GetString().ShouldBe("subjects-2");
    }

    [Fact]
    public async Task A_run_on_another_tenant_is_hidden_from_a_tenant_key()
    {
        var live = await TestApplication.Connect(console);
        var acme = await live.Tenant("subjects-4");
        var run = await live.Post($"/api/v1/tenants/{await live.Tenant("subjects-5")}/suspend", new { });
        var bound = await TestApplication.Connect(console, onlyTenant: acme);

        (await bound.Send(HttpMethod.Get, $"/api/v1/runs/{run.GetProperty("id").GetString()}")).Status.ShouldBe(404);
        (await bound.Send(HttpMethod.Post, $"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", "{}")).Status.ShouldBe(404);
        (await bound.Get("/api/v1/runs")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }
}
