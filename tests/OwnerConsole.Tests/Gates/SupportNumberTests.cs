using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Gates;

/// <summary>Support numbers are unique across tenants, and say nothing about other tenants to keys that don't see them.</summary>
public sealed class SupportNumberTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task One_report_cannot_give_two_members_the_same_number()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("twice");
        var body = new { data = new[] { new { id = "ext:t4", support_number = "#U555000777" }, new { id = "ext:t5", support_number = "#U555000777" } } };

        var (status, refused) = await app.Send(HttpMethod.Put, $"/api/v1/tenants/{tenant}/members", Json.Text(body));

        (status, refused.GetProperty("detail").GetString()).ShouldBe((400, "data: gives two members the support number #U555000777."));
        (await app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Tenant_scoped_keys_and_test_keys_cannot_learn_other_support_numbers()
    {
        var app = await TestApplication.Connect(console);
        var (mine, other) = (await app.Tenant("mine"), await app.Tenant("other"));
        await app.Put($"/api/v1/tenants/{other}/members/ext:known", new { name = "Known", support_number = "#U700000001" });
        var bound = await TestApplication.Connect(console, onlyTenant: mine);
        var demo = await TestApplication.Connect(console, Mode.Test);
        await demo.Tenant("tried");

        var taken = await Code(bound, mine, "#U700000001");
        var free = await Code(bound, mine, "#U700000002");
        var own = await bound.Put($"/api/v1/tenants/{mine}/members/ext:new", new { name = "New" });
        var same = await Code(bound, mine, own.GetProperty("support_number").GetString()!);
        var test = await Code(demo, "ext:tried", "#U700000001");
        var whole = await Code(app, mine, "#U700000001");

        (taken, free, same, test, whole).ShouldBe(("support_number_bound", "support_number_bound", null, null, "support_number_taken"));

        static async Task<string?> Code(TestApplication app, string tenant, string number)
        {
            var answer = await app.Send(HttpMethod.Put, $"/api/v1/tenants/{tenant}/members/ext:new", Json.Text(new { name = "New", support_number = number }));
            return answer.Status < 300 ? null : answer.Body.GetProperty("code").GetString();
        }
    }
}
