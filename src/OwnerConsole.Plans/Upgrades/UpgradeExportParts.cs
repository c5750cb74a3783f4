using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Upgrade requests in the data export of a tenant.</summary>
internal static class UpgradeExportParts
{
    public static readonly ExportPart Requests = new(
        "upgrade_requests",
        """
        select u.upgrade_id as id, u.plan, u.replaces, u.reason, u.requested_by, u.opened_at, u.state, u.approved_plan, u.answer, u.closed_at
          from upgrades.requests u where u.tenant_id = @tenant and u.upgrade_id > @after order by u.upgrade_id limit @most
        """
    );
}
