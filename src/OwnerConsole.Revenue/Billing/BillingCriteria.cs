using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A filter in SQL, with the tenants and customers that match its text.</summary>
/// <param name="Tenants">IDs of tenants that match the text.</param>
/// <param name="IsMany">Whether too many tenants match to look up their records by ID.</param>
/// <param name="Customers">The text, which can be the ID of a customer, and the IDs of customers with this email.</param>
internal sealed record BillingCriteria(
    BillingFilter Filter,
    BillingListDefinition List,
    IReadOnlyList<string> Tenants,
    bool IsMany,
    IReadOnlyList<string> Customers
)
{
    /// <remarks>If few tenants match, their records are looked up by ID. If many match, reading in order of time finds enough records quickly.</remarks>
    public static async Task<BillingCriteria> Of(BillingFilter filter, BillingListDefinition list, UnitOfWork work)
    {
        if (filter.Text is not { } text || list.CustomerColumn is null)
            return new(filter, list, [], false, []);
        var tenants = await TenantSearch.Find(text, filter.Mode, filter.OnlyTenant, Paging.MaxCounted + 1, work);
        return new(filter, list, tenants, tenants.Count > Paging.MaxCounted, [text, .. await FindCustomers(text, filter.Mode, work)]);
    }

    /// <summary>The table and all conditions; the record is <c>x</c>.</summary>
    public string FromSql =>
        $"from {List.Source} x {(IsMany ? "left join core.tenants t on t.tenant_id = x.tenant_id" : "")} where x.mode = @mode"
        + Conditions.And([
            (Filter.Text is not null, $"({TextSql})"),
            .. Filter.ChosenSql.Select(sql => (true, sql)),
            (Filter.TenantId is not null, "x.tenant_id = @tenantId"),
            (Filter.CustomerId is not null && List.CustomerColumn is not null, $"x.{List.CustomerColumn} = @customerId"),
            (Filter.OnlyTenant is not null, "x.tenant_id = @onlyTenant"),
            (Filter.Cursor is not null, $"({string.Join(", ", Keys)}) {Filter.Order.After} ({(IsUrgentFirst ? "@lastUrgent, " : "")}@lastAt, @lastId)"),
        ]);

    public string OrderSql => Filter.Order.By(Keys);

    public object Arguments
    {
        get
        {
            var (lastAt, last) = Filter.Cursor is { } cursor ? Cursor.ReadInstant(cursor, Keys.Length - 1) : (default, [""]);
            return new
            {
                mode = Filter.Mode,
                text = Filter.Text,
                pattern = Filter.Text is { } text ? LikePattern.Contains(text) : null,
                tenants = Tenants,
                customers = Customers,
                tenantId = Filter.TenantId,
                customerId = Filter.CustomerId,
                onlyTenant = Filter.OnlyTenant,
                lastAt,
                lastId = last[0],
                lastUrgent = last is [_, Urgent],
                limit = Filter.Limit,
            };
        }
    }

    /// <returns>The cursor of the page after a record.</returns>
    public string CursorAfter(IBillingRecord last) =>
        IsUrgentFirst ? Cursor.Of(last.CreatedAt, last.Id, last.IsUrgent ? Urgent : "0") : Cursor.Of(last.CreatedAt, last.Id);

    private const string Urgent = "1";

    private bool IsUrgentFirst => List.UrgentColumn is not null && !Filter.IsByTime;

    private string[] Keys => IsUrgentFirst ? [$"x.{List.UrgentColumn}", "x.created_at", "x.id"] : ["x.created_at", "x.id"];

    private string TextSql =>
        string.Join(
            " or ",
            [
                .. List.SearchedColumns.Select(column => $"x.{column} = @text"),
                .. List.NameColumns.Select(column => $"x.{column} ilike @pattern"),
                .. List.CustomerColumn is not { } customer
                    ? Array.Empty<string>()
                    : [$"x.{customer} = any(@customers)", IsMany ? TextSearch.OfTenants("@pattern") : "x.tenant_id = any(@tenants)"],
            ]
        );

    /// <remarks>Hidden emails are not searched; otherwise they could be confirmed by searching for them.</remarks>
    private static async Task<IReadOnlyList<string>> FindCustomers(string email, Mode mode, UnitOfWork work) =>
        HiddenFields.Has(FieldClass.Contact) || !email.Contains('@', StringComparison.Ordinal)
            ? []
            : await work.List<string>(
                "select c.id from billing.customers c where c.mode = @mode and lower(c.email) = lower(@email) limit @most",
                new
                {
                    mode,
                    email,
                    most = Paging.MaxCounted,
                }
            );
}
