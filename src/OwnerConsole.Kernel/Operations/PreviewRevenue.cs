using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Finds the monthly revenue of the tenants that a preview would affect. It is shown only: what must be confirmed doesn't depend on it.</summary>
/// <param name="revenue">Null if no module knows the revenue.</param>
public sealed class PreviewRevenue(Database database, TenantRevenue? revenue = null)
{
    /// <returns>MRR in the reporting currency; null if the operation doesn't affect it or the caller can't see money.</returns>
    public async Task<Money?> Find(Preview preview, OperationDefinition operation, CancellationToken stop)
    {
        if (revenue is null || !operation.AffectsRevenue || preview.Accepted == 0 || HiddenFields.Has(FieldClass.Money))
            return null;
        await using var work = await database.Read(stop);
        var tenants = await work.List<string>(
            "select distinct tenant_id from core.preview_subjects where preview_id = @PreviewId and code is null",
            new { preview.PreviewId }
        );
        var found = await TenantScope.ReadOrEmpty<KeyValuePair<string, Money>>(async () => [.. await revenue(tenants, work)]);
        return found is [var first, ..] ? first.Value with { Amount = found.Sum(tenant => tenant.Value.Amount) } : null;
    }
}
