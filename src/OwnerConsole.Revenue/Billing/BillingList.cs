using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Billing.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A list of billing records of one kind: as a page, as a file and in the API.</summary>
/// <typeparam name="TRow">Record with what all three show.</typeparam>
/// <typeparam name="TView">Record in the API.</typeparam>
/// <typeparam name="TPage">Component that shows the list.</typeparam>
public abstract class BillingList<TRow, TView, TPage>(BillingListDefinition definition) : IBillingList
    where TRow : IBillingRecord
    where TPage : BillingListPage<TRow>
{
    /// <summary>Customer of a record, for <see cref="Columns"/>.</summary>
    protected const string CustomerColumns = "x.customer_id, c.name as customer",
        CustomerJoin = "left join billing.customers c on c.account_id = x.account_id and c.id = x.customer_id";

    public BillingListDefinition Definition => definition;

    public string List => definition.Address;

    public string Permission => BillingRoutes.Permission;

    public Type ResponseType => typeof(Page<TView>);

    /// <summary>Columns of the row in SQL, except its ID, tenant and time.</summary>
    protected abstract string Columns { get; }

    /// <summary>Joins that the columns need.</summary>
    protected virtual string Joins => CustomerJoin;

    protected abstract IReadOnlyList<FileColumn<TRow>> FileColumns { get; }

    /// <returns>Log entry for an export.</returns>
    protected abstract Sentence DescribeExport(EntityReference who);

    protected abstract TView ToView(TRow row);

    /// <returns>Parameters of the page in addition to those of every list.</returns>
    protected virtual Task<IReadOnlyList<(string Name, object? Value)>> FindParameters(Mode mode, UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<(string Name, object? Value)>>([]);

    public async Task<RenderFragment> Draw(BillingPlace place, BillingFilter filter, UnitOfWork work) =>
        PageResult.Of<TPage>([
            (nameof(BillingListPage<TRow>.List), definition),
            (nameof(BillingListPage<TRow>.Place), place),
            (nameof(BillingListPage<TRow>.Rows), await Find(filter, work)),
            .. await FindParameters(filter.Mode, work),
        ]);

    public async Task<IResult> Respond(BillingFilter filter, UnitOfWork work)
    {
        var page = await Find(filter, work);
        return Results.Json(new Page<TView>([.. page.Data.Select(ToView)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    public IResult Send(HttpContext context, ListAddress address, ListExport export, Func<UnitOfWork, Task<BillingFilter>> filter) =>
        TableFile.Of(
            context,
            address,
            FileColumns,
            export.Of(
                context,
                definition.Word,
                DescribeExport,
                filter,
                (read, cursor, work) => Find(read with { Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );

    public async Task<int> Count(Caller caller, Mode within, IQueryCollection query, UnitOfWork work) =>
        await Count(await BillingCriteria.Of(BillingFilter.Read(query, within, caller.OnlyTenant, definition.Choices), definition, work), work);

    /// <returns>IDs of all matches up to the limit, oldest first.</returns>
    public async Task<IReadOnlyList<string>> Ids(BillingFilter filter, UnitOfWork work)
    {
        var asked = await BillingCriteria.Of(filter with { Order = new(IsOldestFirst: true), IsByTime = true }, definition, work);
        return await work.List<string>($"select x.id {asked.FromSql} {asked.OrderSql} limit @limit", asked.Arguments);
    }

    public async Task<Page<TRow>> Find(BillingFilter filter, UnitOfWork work)
    {
        var asked = await BillingCriteria.Of(filter, definition, work);
        var rows = await work.List<TRow>(
            $"""
            with page as materialized (select x.* {asked.FromSql} {asked.OrderSql} limit @limit + 1)
            select x.id, nullif(x.tenant_id, 'tnt_platform') as tenant_id, t.name as tenant, x.created_at, {Columns}
              from page x
              left join core.tenants t on t.tenant_id = x.tenant_id
              {Joins}
             {asked.OrderSql}
            """,
            asked.Arguments
        );
        var total = await Paging.Total(rows, filter.Limit, filter.Cursor, () => Count(asked, work));
        return Paging.ToPage(rows, filter.Limit, last => asked.CursorAfter(last), total);
    }

    private static Task<int> Count(BillingCriteria asked, UnitOfWork work) =>
        work.One<int>($"select count(*)::int from (select 1 {asked.FromSql} limit {Paging.MaxCounted + 1}) c", asked.Arguments);
}
