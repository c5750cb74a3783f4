using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Open findings of one type.</summary>
/// <param name="Type">Type of the differences.</param>
/// <param name="Open">Number of findings.</param>
/// <param name="AtRisk">Money at risk by currency; per month for subscriptions.</param>
/// <param name="OldestAt">When the oldest of them was first seen.</param>
public sealed record FindingTotal(FindingType Type, long Open, [property: Sensitive(FieldClass.Money)] IReadOnlyList<Money> AtRisk, DateTimeOffset OldestAt)
{
    /// <returns>Totals of the types that have open findings, the most urgent type first.</returns>
    public static async Task<IReadOnlyList<FindingTotal>> Find(Mode mode, string? onlyTenant, UnitOfWork work)
    {
        var filter = new FindingFilter(mode, OnlyTenant: onlyTenant);
        var rows = await work.List<Row>(
            $"""
            select f.type, f.currency, count(*) as open, sum(f.amount_minor)::bigint as amount_minor, min(f.first_seen_at) as oldest_at
              {filter.FromSql}
             group by f.type, f.currency
            """,
            filter.Arguments
        );
        return
        [
            .. rows.GroupBy(row => row.Type)
                .Select(type => new FindingTotal(
                    type.Key,
                    type.Sum(row => row.Open),
                    [
                        .. type.Where(row => row is { Currency: not null, AmountMinor: not 0 })
                            .Select(row => new Money(row.AmountMinor, row.Currency!))
                            .OrderBy(money => money.Currency, StringComparer.Ordinal),
                    ], // filtered above
                    type.Min(row => row.OldestAt)
                ))
                .OrderBy(total => FindingText.Severity(total.Type))
                .ThenBy(total => total.OldestAt),
        ];
    }

    private sealed record Row(FindingType Type, string? Currency, long Open, long AmountMinor, DateTimeOffset OldestAt);
}
