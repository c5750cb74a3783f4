using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Gates;

/// <summary>The platform has an id like a tenant, but it is no tenant: its log needs another permission, and nothing can be reported about it.</summary>
public sealed class PlatformIdTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task No_route_of_a_tenant_answers_for_the_platform()
    {
        var app = await TestApplication.Connect(console);
        var description = JsonSerializer.Deserialize<JsonElement>(await console.Client.GetStringAsync("/openapi/v1.json"));
        var addresses = description
            .GetProperty("paths")
            .EnumerateObject()
            .Where(path => path.Value.TryGetProperty("get", out _) && path.Name.StartsWith("/api/v1/tenants/{id}", StringComparison.Ordinal))
            .Select(path => path.Name.Replace("{id}", IdGenerator.Platform, StringComparison.Ordinal))
            .Where(address => !address.Contains('{', StringComparison.Ordinal))
            .ToList();

        var answered = new List<string>();
        foreach (var address in addresses)
            if ((await app.Send(HttpMethod.Get, address)).Status is var status and not 404)
                answered.Add($"{status} {address}");

        addresses.Count.ShouldBeGreaterThan(10);
        answered.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PUT", "/api/v1/tenants/tnt_platform", """{"name":"x","lifecycle":"active"}""")]
    [InlineData("PUT", "/api/v1/tenants", """{"data":[{"id":"tnt_platform","name":"x"}]}""")]
    [InlineData("PUT", "/api/v1/tenants/tnt_platform/members/ext:fm", """{"name":"x"}""")]
    [InlineData("POST", "/api/v1/entitlements/check", """{"tenant":"tnt_platform","feature":"calls","amount":"1"}""")]
    [InlineData("POST", "/api/v1/tenants/tnt_platform/upgrade-requests", """{"plan":"pro","replaces":[]}""")]
    public async Task Nothing_is_reported_or_requested_for_the_platform(string method, string address, string body)
    {
        var app = await TestApplication.Connect(console);

        var (status, answer) = await app.Send(new(method), address, body);

        status.ShouldBe(404, answer.ToString());
    }
}
