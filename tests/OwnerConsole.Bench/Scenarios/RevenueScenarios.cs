using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Revenue.Movements;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>MRR and its movements of 36 months: from the monthly sums that pages read, compared with all changes.</summary>
internal static class RevenueScenarios
{
    private const int Changes = 12; // per tenant in 36 months

    public static readonly Scenario Months = new(
        "B7",
        "mrr",
        "MRR and movements of 36 months from the months' sums ÷ the same from all changes",
        100,
        async (console, quick) =>
        {
            await Fill(console, quick ? 5_000 : 100_000, months: 36);
            return new(() => console.Do(FromAllChanges), () => FromMonths(console), Callers: 1) { Also = () => Compare(console) };
        }
    );

    private const string FromAllChanges = """
        select date_trunc('month', at at time zone 'UTC')::date as month, kind, plan, sum(delta_minor) as delta
          from movements.movements
         where mode = 'live' and currency = 'USD'
         group by 1, 2, 3
        """;

    private static async Task<IReadOnlyList<MrrMonths.Cell>> FromMonths(BenchConsole console)
    {
        await using var work = await console.Database.Read();
        return await MrrMonths.Find(Mode.Live, 36, false, work);
    }

    /// <summary>Inserts histories of quantities, cancellations and reactivations; the product computes the movements.</summary>
    public static async Task Fill(BenchConsole console, int tenants, int months)
    {
        await console.Fill(tenants);
        await console.Do(
            $"""
            set app.intake = 'bench';
            insert into core.plan_prices (plan, from_at, amount, currency, unit, opened_by)
            select 'p' || n, '-infinity', 1900 + 1000 * n, 'USD', case when n % 2 = 0 then 'year' else 'month' end, 'bench' from generate_series(1, 5) n on conflict do nothing;
            update core.lifecycles set from_at = now() - interval '{months + 4} months' where from_at > now() - interval '{months + 4} months';
            insert into core.plan_items (tenant_id, plan, quantity, from_at, to_at)
            select t.tenant_id, 'p' || 1 + abs(hashtext(t.tenant_id || c.n)) % 5, 1 + abs(hashtext(c.n || t.tenant_id)) % 9, b.at + c.n * interval '100 days',
                   case when e.at < now() then e.at end
              from core.tenants t
             cross join lateral (select now() - interval '{months - 1} months' + (abs(hashtext(t.tenant_id)) % 2400) * interval '1 hour' as at) b
             cross join generate_series(0, {Changes - 1}) c(n)
             cross join lateral (select b.at + (c.n + case when abs(hashtext(t.tenant_id || c.n)) % 7 = 0 then 0.5 else 1 end) * interval '100 days' as at) e
             where t.mode = 'live' and b.at + c.n * interval '100 days' < now()
            on conflict do nothing
            """
        );
        var follows = console.Get<IEnumerable<IWorkHandler>>().Single(kind => kind.Name == "movements.follow");
        while (await console.One<bool>("select exists (select 1 from core.stale_revenue)"))
            await follows.Execute(new("bench", 0, null, follows.Name, default, 0), CancellationToken.None);
        await console.Do("analyze movements.movements; analyze movements.mrr_month; analyze movements.balances");
    }

    private static async Task<(bool Holds, string Says)> Compare(BenchConsole console)
    {
        var movements = await console.One<long>("select count(*) from movements.movements");
        var differ = await console.One<long>(
            $"""
            with raw as ({FromAllChanges}), kept as (select month, kind, plan, delta_minor from movements.mrr_month where mode = 'live' and currency = 'USD')
            select (select count(*) from (table raw except table kept) d) + (select count(*) from (table kept except table raw) d)
            """
        );
        var pages = (await FromMonths(console)).Sum(cell => cell.DeltaMinor);
        var all = await console.One<decimal>("select coalesce(sum(delta_minor), 0) from movements.movements where mode = 'live' and currency = 'USD'");
        return (differ == 0 && pages == all, $"{movements} movements, {differ} cells differ, MRR {pages} and {all}.");
    }
}
