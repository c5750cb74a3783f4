using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>What a tenant may use and has used, as it stands in an export.</summary>
internal static class Exported
{
    public static readonly ExportPart Usage = new(
        "limits_used",
        """
        select u.key, u.feature, u.period_start, u.period_end, u.used, u.reserved, u.allows
          from (select feature || ' ' || to_char(period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as key, feature, period_start, period_end, used, reserved, allows
                  from entitlements.usage where tenant_id = @tenant) u
         where u.key > @after
         order by u.key limit @most
        """
    );

    public static readonly ExportPart Reservations = new(
        "reservations",
        """
        select r.reservation_id as key, r.feature, r.period_start, r.amount, r.actual, r.state, r.opened_at, r.expires_at, r.closed_at
          from entitlements.reservations r
         where r.tenant_id = @tenant and r.reservation_id > @after
         order by r.reservation_id limit @most
        """
    );

    public static readonly ExportPart Slots = new(
        "slots",
        """
        select s.key, s.feature, s.period_start, s.external_id, s.claimed_at
          from (select feature || ' ' || to_char(period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || ' ' || external_id as key, feature, period_start, external_id, claimed_at
                  from entitlements.slots where tenant_id = @tenant) s
         where s.key > @after
         order by s.key limit @most
        """
    );

    public static readonly ExportPart Overrides = new(
        "overrides",
        """
        select o.key, o.feature, o.allows, o.until_at, o.reason, o.opened_at, o.closed_at
          from (select feature || ' ' || opened_by as key, feature, allows, until_at, reason, opened_at, closed_at from entitlements.overrides where tenant_id = @tenant) o
         where o.key > @after
         order by o.key limit @most
        """
    );
}
