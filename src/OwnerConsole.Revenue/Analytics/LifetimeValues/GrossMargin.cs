using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Revenue.Analytics.LifetimeValues;

/// <summary>Gross margin of MRR, for lifetime value.</summary>
public static class GrossMargin
{
    public static readonly Setting Setting = new(
        "revenue.gross_margin",
        SettingCategory.Billing,
        "Gross margin",
        "Share of MRR that is left after the cost of serving tenants. Lifetime value is calculated with it.",
        "100"
    )
    {
        Kind = FieldKind.Number,
        Min = 1,
        Max = 100,
        Unit = "percent",
        Synonyms = "ltv, lifetime value, cost of goods sold, cogs",
    };

    /// <returns>0.01 to 1</returns>
    public static async Task<decimal> Read(UnitOfWork work) => await Setting.GetNumber(work) / 100m;
}
