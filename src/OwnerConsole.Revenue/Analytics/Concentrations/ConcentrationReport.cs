using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Analytics.Concentrations;

/// <summary>How much of current MRR the largest tenants pay.</summary>
/// <param name="TotalMinor">MRR of all tenants, in the smallest unit of the currency and not rounded.</param>
/// <param name="Tenants">Number of paying tenants.</param>
/// <param name="Largest">The largest tenants in descending order of MRR.</param>
public sealed record ConcentrationReport(string Currency, decimal TotalMinor, long Tenants, IReadOnlyList<ConcentrationReport.Row> Largest)
{
    /// <summary>Whether the tenants are listed, or only their shares.</summary>
    public bool ShowsTenants { get; init; } = true;

    /// <summary>Numbers of largest tenants whose share is shown.</summary>
    public static readonly IReadOnlyList<int> Tops = [1, 5, 10, 20];

    public static async Task<ConcentrationReport> Find(Mode mode, UnitOfWork work)
    {
        const string Paying = """
            select b.tenant_id, sum(b.delta_minor) as mrr_minor
              from movements.balances b
             where b.mode = @mode and b.currency = @currency
             group by b.tenant_id
            having sum(b.delta_minor) > 0
            """;
        var currency = (await work.One<string>("select currency from core.reporting"))!; // core.reporting always has one row
        var all = (
            await work.One<Total>($"select coalesce(sum(p.mrr_minor), 0) as total_minor, count(*) as tenants from ({Paying}) p", new { mode, currency })
        )!; // an aggregate always returns a row
        var rows = await work.List<Row>(
            $"""
            select p.tenant_id, t.name as tenant, p.mrr_minor
              from (select * from ({Paying}) x order by x.mrr_minor desc, x.tenant_id limit @most) p
              join core.tenants t on t.tenant_id = p.tenant_id
             order by p.mrr_minor desc, p.tenant_id
            """,
            new
            {
                mode,
                currency,
                most = Tops.Max(),
            }
        );
        return new(currency, all.TotalMinor, all.Tenants, rows);
    }

    /// <returns>MRR of the largest tenants, all of them if there are fewer.</returns>
    public decimal TopMinor(int top) => Largest.Take(top).Sum(row => row.MrrMinor);

    /// <returns>Their share of all MRR; null without MRR.</returns>
    public decimal? TopShare(int top) => TotalMinor == 0 ? null : TopMinor(top) / TotalMinor;

    public Money Amount(decimal minor) => new(Mrr.RoundForDisplay(minor), Currency);

    /// <param name="MrrMinor">MRR in the smallest unit of the currency, not rounded.</param>
    public sealed record Row(string TenantId, string Tenant, decimal MrrMinor);

    internal sealed record Total(decimal TotalMinor, long Tenants);
}
