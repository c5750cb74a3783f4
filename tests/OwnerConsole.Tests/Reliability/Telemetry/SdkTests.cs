using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Errors;

namespace OwnerConsole.Tests.Reliability.Telemetry;

/// <summary>The unmodified npm packages @sentry/node and the exporters of @opentelemetry.</summary>
public sealed class SdkTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Errors_of_the_Sentry_SDK_are_one_group()
    {
        var owner = await TestApplication.Connect(console);
        var sdk = await TestApplication.Connect(console, scopes: ["error.report"]);
        var tenant = await owner.Tenant("sdk", members: 1);

        var said = await EventSenderScript.Send(
            "sentry.mjs",
            new
            {
                dsn = $"{console.Address.Scheme}://{sdk.Key}@{console.Address.Authority}/1",
                release = "1.0.0",
                tenant = "sdk",
                user = "m1",
                errors = new[] { "Payment 1 failed", "Payment 2 failed" },
            }
        );

        said[^1].GetProperty("sent").GetBoolean().ShouldBeTrue();
        var group = (await owner.List("SenderError")).Single();
        group.GetProperty("events").GetInt64().ShouldBe(2);
        var details = await owner.Get($"/api/v1/errors/{group.GetProperty("id").GetString()}");
        details.GetProperty("tenants")[0].GetProperty("tenant_id").GetString().ShouldBe(tenant);
        details.GetProperty("occurrences")[0].GetProperty("exceptions")[0].GetProperty("frames")[0].GetProperty("is_in_app").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("http", "none")]
    [InlineData("proto", "gzip")]
    public async Task OpenTelemetry_exporters_are_accepted(string protocol, string compression)
    {
        var owner = await TestApplication.Connect(console);
        var exporter = await TestApplication.Connect(console, scopes: ["telemetry.report"]);
        var service = $"sdk-{protocol}";

        await EventSenderScript.Send(
            "otlp.mjs",
            new
            {
                url = console.Address,
                key = exporter.Key,
                service,
                protocol,
                compression,
            }
        );

        var details = await owner.Get($"/api/v1/services/{service}");
        details
            .GetProperty("routes")
            .EnumerateArray()
            .Select(route => route.GetProperty("name").GetString())
            .ShouldBe(["GET /classes/{id}", "POST /pay"], ignoreOrder: true);
        details.GetProperty("failures")[0].GetProperty("message").GetString().ShouldBe("Error: refused");
        details.GetProperty("logs")[0].GetProperty("severity").GetString().ShouldBe("error");
        details
            .GetProperty("metrics")
            .EnumerateArray()
            .Single(metric => metric.GetProperty("metric").GetString() == "jobs")
            .GetProperty("last_value")
            .GetDouble()
            .ShouldBe(7);
    }
}
