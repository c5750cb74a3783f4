using Microsoft.AspNetCore.Components;
using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Billing.Pages;

/// <summary>A page with a list of billing records of one kind.</summary>
public abstract class BillingListPage<TRow> : ComponentBase
    where TRow : IBillingRecord
{
    [Parameter, EditorRequired]
    public BillingListDefinition List { get; set; } = null!;

    [Parameter, EditorRequired]
    public BillingPlace Place { get; set; } = null!;

    [Parameter, EditorRequired]
    public Page<TRow> Rows { get; set; } = new([], null, null);
}
