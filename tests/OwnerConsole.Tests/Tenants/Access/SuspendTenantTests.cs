using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Access;

public sealed class SuspendTenantTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_suspended_tenant_stays_suspended_until_undo()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("acme-1", members: 3);

        var run = await app.Post($"/api/v1/tenants/{acme}/suspend", new { cause = "billing" });
        (await app.Status(acme)).ShouldBe("suspended");
        var undo = await app.Post($"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });

        run.GetProperty("state").GetString().ShouldBe("done");
        run.GetProperty("lines")[0].GetProperty("text").GetString().ShouldBe("acme-1 is suspended (billing): 3 people lose access.");
        undo.GetProperty("state").GetString().ShouldBe("done");
        (await app.Status(acme)).ShouldBe("active");
    }

    [Fact]
    public async Task A_report_never_lifts_a_suspension()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("acme-2");
        await app.Post($"/api/v1/tenants/{acme}/suspend", new { cause = "abuse" });

        await app.Put($"/api/v1/tenants/{acme}", new { name = "Acme again", lifecycle = "active" });

        (await app.Status(acme)).ShouldBe("suspended");
    }

    [Fact]
    public async Task Undo_leaves_a_later_suspension_in_place()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("acme-3");
        var first = await app.Post($"/api/v1/tenants/{acme}/suspend", new { cause = "compliance" });
        await app.Post($"/api/v1/tenants/{acme}/reactivate", new { });
        await app.Post($"/api/v1/tenants/{acme}/suspend", new { cause = "billing" });

        var (status, answer) = await app.Send(HttpMethod.Post, $"/api/v1/runs/{first.GetProperty("id").GetString()}/undo", "{}");

        status.ShouldBe(409);
        answer.GetProperty("code").GetString().ShouldBe("moved_on");
        (await app.Status(acme)).ShouldBe("suspended");
    }

    [Fact]
    public async Task Undo_of_a_reactivation_restores_the_suspension_with_its_cause()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("acme-4");
        await app.Post($"/api/v1/tenants/{acme}/suspend", new { cause = "compliance", message = "Please call us." });
        var reactivated = await app.Post($"/api/v1/tenants/{acme}/reactivate", new { });

        await app.Post($"/api/v1/runs/{reactivated.GetProperty("id").GetString()}/undo", new { });

        var open = (await app.Get($"/api/v1/tenants/{acme}/suspensions")).GetProperty("data")[0];
        open.GetProperty("cause").GetString().ShouldBe("compliance");
        open.GetProperty("message").GetString().ShouldBe("Please call us.");
        open.GetProperty("closed_by").ValueKind.ShouldBe(JsonValueKind.Null);
        (await app.Status(acme)).ShouldBe("suspended");
    }

    [Fact]
    public async Task A_suspended_tenant_is_not_suspended_twice()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("acme-5", "Acme Five");
        await app.Post($"/api/v1/tenants/{acme}/suspend", new { });

        var (status, answer) = await app.Send(HttpMethod.Post, $"/api/v1/tenants/{acme}/suspend", "{}");

        status.ShouldBe(409);
        answer.GetProperty("code").GetString().ShouldBe("already_suspended");
        answer.GetProperty("detail").GetString().ShouldBe("Acme Five is already suspended.");
    }

    [Fact]
    public async Task A_bulk_run_suspends_two_tenants_and_refuses_the_third()
    {
        var app = await TestApplication.Connect(console);
        string[] ids = [await app.Tenant("bulk-1"), await app.Tenant("bulk-2"), await app.Tenant("bulk-3")];
        await app.Put($"/api/v1/tenants/{ids[2]}", new { lifecycle = "cancelled" });

        var preview = await app.Post(
            "/api/v1/previews",
            new
            {
                operation = "tenant.suspend",
                subjects = ids,
                input = new { cause = "other" },
            }
        );
        var run = await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });

        preview.GetProperty("accepted").GetInt32().ShouldBe(2);
        preview.GetProperty("required_confirmation").GetString().ShouldBe("confirm");
        run.GetProperty("state").GetString().ShouldBe("partly");
        run.GetProperty("done").GetInt32().ShouldBe(2);
        run.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("state").GetString()).ShouldBe(["done", "done", "refused"]);
    }
}
