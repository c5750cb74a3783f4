using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Plans.Entitlements.Credits;

namespace OwnerConsole.Tests.Plans.Entitlements.Credits;

/// <summary>A limited platform whose tenants receive credits.</summary>
internal sealed class CreditPlatform(TestConsole console, LimitedPlatform limited)
{
    public LimitedPlatform Limited { get; } = limited;

    public TestApplication App => Limited.App;

    public static async Task<CreditPlatform> Open(TestConsole console) => new(console, await LimitedPlatform.Open(console));

    /// <summary>Lets a grant for the current period expire with a balance, part of which rolls over.</summary>
    public static async Task Expire(TestConsole console, TestApplication app, string tenant, string feature)
    {
        var credited = new CreditPlatform(console, new(console, app));
        await credited.ExpireGrant(tenant, await credited.Grant(tenant, "5", feature, forPeriod: true, rollover: "2"));
        await credited.RunUpkeep();
    }

    /// <returns>the grant's id</returns>
    public async Task<string> Grant(
        string tenant,
        string amount,
        string feature = "sessions",
        int priority = 100,
        string? until = null,
        bool forPeriod = false,
        string? rollover = null
    ) =>
        (
            await RunWithRetry(
                "credit.grant",
                tenant,
                new
                {
                    feature,
                    amount,
                    reason = "Agreed",
                    priority,
                    until,
                    for_period = forPeriod,
                    rollover,
                }
            )
        ).Created();

    /// <summary>Runs the operation as the application. Repeats it once if a grant expired between preview and run, as the refusal requests.</summary>
    /// <returns>the run</returns>
    public async Task<JsonElement> RunWithRetry(string operation, string subject, object? input = null)
    {
        try
        {
            return await App.Run(operation, subject, input);
        }
        catch (HttpRequestException changed) when (changed.Message.Contains("\"changed_since_preview\"", StringComparison.Ordinal))
        {
            return await App.Run(operation, subject, input);
        }
    }

    public Task<JsonElement> Use(string tenant, string amount, string feature = "sessions") =>
        App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(tenant, feature, amount));

    public async Task<int> TryUse(string tenant, string amount, string feature = "sessions") =>
        (await Limited.Refused(LimitedPlatform.Consume, tenant, feature, amount)).Status;

    /// <returns>The code of the refusal.</returns>
    public async Task<string?> Refused(string tenant, object input)
    {
        var preview = await App.Post(
            "/api/v1/previews",
            new
            {
                operation = "credit.grant",
                subjects = new[] { tenant },
                input,
            }
        );
        var (status, problem) = await App.Send(
            HttpMethod.Post,
            "/api/v1/runs",
            JsonSerializer.Serialize(new { preview = preview.GetProperty("id").GetString() })
        );
        status.ShouldBe(409);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        return problem.GetProperty("code").GetString();
    }

    /// <returns>The balance and state of each grant by its id.</returns>
    public async Task<Dictionary<string, string>> Grants(string tenant) =>
        (await App.Get($"/api/v1/tenants/{tenant}/credits"))
            .GetProperty("data")
            .EnumerateArray()
            .ToDictionary(
                grant => grant.GetProperty("id").GetString()!,
                grant => $"{grant.GetProperty("left").GetString()} {grant.GetProperty("state").GetString()}"
            );

    /// <returns>The movements, oldest first.</returns>
    public async Task<List<string>> Movements(string tenant) =>
        [
            .. (await App.Get($"/api/v1/tenants/{tenant}/credit-movements?limit=100"))
                .GetProperty("data")
                .EnumerateArray()
                .Select(element => $"{element.GetProperty("kind").GetString()} {element.GetProperty("amount").GetString()}")
                .Reverse(),
        ];

    /// <summary>Checks that the ledger lines of every grant add up to its balance and that the credits burnt in usage rows equal the credits spent.</summary>
    public async Task CheckSums(string tenant)
    {
        await using var work = await console.Database.Read();
        (
            await work.List<string>(
                """
                select c.credit_id || ': ' || trim_scale(m.sum) || ' is not ' || trim_scale(case when c.closed_by is null then c.amount - c.spent else 0 end)
                  from entitlements.credits c
                  cross join lateral (
                    select coalesce(sum(case when m.kind in ('granted', 'refunded', 'restored') then m.amount else -m.amount end), 0) as sum,
                           coalesce(sum(case m.kind when 'spent' then m.amount when 'refunded' then -m.amount end), 0) as spent
                      from entitlements.credit_movements m where m.tenant_id = c.tenant_id and m.credit_id = c.credit_id) m
                 where c.tenant_id = @tenant and (m.sum <> case when c.closed_by is null then c.amount - c.spent else 0 end or m.spent <> c.spent)
                """,
                new { tenant }
            )
        ).ShouldBeEmpty();
        (
            await work.One<decimal>(
                """
                select (select coalesce(sum(u.burnt), 0) from entitlements.usage u where u.tenant_id = @tenant)
                     - (select coalesce(sum(c.spent), 0) from entitlements.credits c where c.tenant_id = @tenant)
                """,
                new { tenant }
            )
        ).ShouldBe(0);
    }

    /// <summary>Simulates that a grant has expired.</summary>
    public async Task ExpireGrant(string tenant, string credit)
    {
        await Limited.Execute($"update entitlements.credits set expires_at = now() where tenant_id = @tenant and credit_id = '{credit}'", tenant);
        await Limited.Execute("update entitlements.usage set limit_until = now() where tenant_id = @tenant and credited is not null", tenant);
    }

    /// <summary>Runs the job that records expired grants.</summary>
    public Task RunUpkeep() => console.Services.GetServices<IWorkHandler>().OfType<CreditUpkeep>().Single().Execute(null!, CancellationToken.None); // The handler reads no item.
}
