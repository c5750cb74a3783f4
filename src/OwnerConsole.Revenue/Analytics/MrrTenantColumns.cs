using OwnerConsole.Data;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Analytics;

/// <summary>Columns of the exported tenants behind a number of a report.</summary>
internal static class MrrTenantColumns
{
    public static readonly IReadOnlyList<FileColumn<MrrTenant>> All =
    [
        new("tenant", row => row.Tenant),
        new("tenant_id", row => row.TenantId),
        new("before", row => row.Before?.InputText) { FieldClasses = [FieldClass.Money] },
        new("before_plan", row => row.BeforePlan),
        new("after", row => row.After?.InputText) { FieldClasses = [FieldClass.Money] },
        new("after_plan", row => row.AfterPlan),
        new("currency", row => row.Currency) { FieldClasses = [FieldClass.Money] },
    ];
}
