using System.Net;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Plans.Entitlements;

/// <summary>Invalid data stored by an earlier release breaks no response, neither for its own tenant nor for others.</summary>
public sealed class BadRowTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task An_unknown_time_zone_falls_back_to_the_platforms_zone_on_every_page()
    {
        var limited = await LimitedPlatform.Open(console);
        var (bad, good) = (await limited.On("bad-row", "starter"), await limited.On("good-row", "starter"));
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [bad]))
        {
            await work.Execute("update core.tenants set time_zone = 'Nowhere/Land', opened_at = '0001-01-01T00:00:00Z' where tenant_id = @bad", new { bad });
            await work.Execute("insert into core.attributes (tenant_id, name, value, from_at) values (@bad, 'country', '\"XX\"', now())", new { bad });
            await work.Commit();
        }

        var used = await limited.App.Post(LimitedPlatform.Consume, new { tenant = bad, feature = "sessions" });
        var many = await limited.App.Send(
            HttpMethod.Post,
            "/api/v1/entitlements/check-many",
            JsonSerializer.Serialize(new { tenants = new[] { bad, good }, features = new[] { "sessions" } })
        );
        var owner = await TestBrowser.Owner(console);
        var pages = new List<HttpStatusCode>();
        foreach (var page in new[] { $"/tenants/{bad}", "/tenants", "/tenants?q=bad-row" })
            pages.Add((await owner.Get(page)).StatusCode);

        used.GetProperty("used").GetString().ShouldBe("1");
        many.Status.ShouldBe(200, many.Body.ToString());
        pages.ShouldAllBe(status => status == HttpStatusCode.OK);
        (await limited.App.Get($"/api/v1/tenants/{bad}")).GetProperty("time_zone").GetString().ShouldBe("Nowhere/Land");
    }
}
