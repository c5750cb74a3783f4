using System.Globalization;
using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Analytics;

/// <summary>The tenants behind a number of a report.</summary>
/// <param name="Rows">
/// Query that returns tenant_id, before_minor, before_plan, after_minor and after_plan, and can use @mode, @currency, @from, @to, @one and @other.
/// </param>
/// <param name="From">First day of the earlier month.</param>
/// <param name="To">First day of the later month.</param>
/// <param name="One">A value of the query, such as a plan.</param>
public sealed record TenantSelection(string Rows, Mode Mode, DateOnly From, DateOnly To, string? One = null, string? Other = null)
{
    private string FromSql => $"from ({Rows}) x join core.tenants t on t.tenant_id = x.tenant_id";

    /// <returns>One page in the order of names, with the exact total on the first.</returns>
    public async Task<Page<MrrTenant>> Find(int limit, string? cursor, UnitOfWork work)
    {
        var last = cursor is null ? null : Cursor.Read(cursor, 2);
        var arguments = new
        {
            Mode,
            From,
            To,
            One,
            Other,
            currency = await work.One<string>("select currency from core.reporting"),
            isNext = last is not null,
            lastName = last?[0],
            lastId = last?[1],
            limit,
        };
        var rows = await work.List<MrrTenant>(
            $"""
            select x.tenant_id, t.name as tenant, t.sort_name, x.before_minor, x.before_plan, x.after_minor, x.after_plan, @currency as currency
              {FromSql}
             where not @isNext or (t.sort_name, t.tenant_id) > (@lastName, @lastId)
             order by t.sort_name, t.tenant_id
             limit @limit + 1
            """,
            arguments
        );
        var total =
            cursor is not null ? null
            : rows.Count <= limit ? rows.Count.ToString(CultureInfo.InvariantCulture)
            : await work.One<string>($"select count(*)::text {FromSql}", arguments);
        return Paging.ToPage(rows, limit, row => Cursor.Of(row.SortName, row.TenantId), total);
    }
}
