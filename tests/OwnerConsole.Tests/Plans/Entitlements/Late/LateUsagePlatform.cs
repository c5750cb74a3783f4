using System.Globalization;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Plans.Entitlements.Late;

/// <summary>A limited platform whose tenants are older and report past usage.</summary>
internal sealed class LateUsagePlatform(LimitedPlatform limited)
{
    public LimitedPlatform Limited { get; } = limited;

    public static async Task<LateUsagePlatform> Open(TestConsole console) => new(await LimitedPlatform.Open(console));

    public static DateTimeOffset Ago(double days) => TimeProvider.System.GetUtcNow().AddDays(-days);

    /// <returns>A tenant whose monthly period started this many days ago.</returns>
    public async Task<string> On(string name, double began, params string[] plans)
    {
        var tenant = await Limited.On(name, plans);
        await Limited.Execute(
            string.Create(CultureInfo.InvariantCulture, $"update core.tenants set opened_at = now() - {began} * interval '1 day' where tenant_id = @tenant"),
            tenant
        );
        return tenant;
    }

    public Task<(int Status, JsonElement Body)> Report(
        string tenant,
        string feature,
        DateTimeOffset at,
        string? amount = null,
        string? key = null,
        string? resource = null,
        string address = LimitedPlatform.Consume
    ) =>
        Limited.App.Send(
            HttpMethod.Post,
            address,
            JsonSerializer.Serialize(
                new
                {
                    tenant,
                    feature,
                    amount,
                    resource,
                    at,
                }
            ),
            headers: key is null ? [] : [("Idempotency-Key", key)]
        );

    public async Task<JsonElement> Count(string tenant, string feature, DateTimeOffset at, string? amount = null, string? key = null, string? resource = null)
    {
        var (status, body) = await Report(tenant, feature, at, amount, key, resource);
        status.ShouldBe(200, body.ToString());
        return body;
    }

    /// <returns>The fields adjusted and over_limit.</returns>
    public static (bool Adjusted, bool OverLimit) Flags(JsonElement answer) =>
        (answer.GetProperty("adjusted").GetBoolean(), answer.GetProperty("over_limit").GetBoolean());
}
