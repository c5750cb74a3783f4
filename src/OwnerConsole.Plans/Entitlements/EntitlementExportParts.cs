using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Plans.Entitlements;

/// <summary>The parts of a tenant export about limits and usage.</summary>
internal static class EntitlementExportParts
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

    public static readonly ExportPart Adjustments = new(
        "adjustments",
        """
        select a.key, a.feature, a.period_start, a.happened_at, a.amount, a.refunded, a.at
          from (select lpad(adjustment::text, 20, '0') as key, feature, period_start, happened_at, amount, refunded, at
                  from entitlements.adjustments where tenant_id = @tenant) a
         where a.key > @after
         order by a.key limit @most
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

    public static readonly ExportPart Credits = new(
        "credits",
        """
        select c.credit_id as key, c.feature, c.amount, c.spent, c.is_promotional, c.expires_at, c.rollover, c.rolled_from, c.reason, c.opened_at, c.closed_as, c.closed_at
          from entitlements.credits c
         where c.tenant_id = @tenant and c.credit_id > @after
         order by c.credit_id limit @most
        """
    );

    public static readonly ExportPart Movements = new(
        "credit_movements",
        """
        select m.key, m.credit_id, m.feature, m.kind, m.amount, m.at, m.period_start, m.reservation_id
          from (select lpad(movement::text, 20, '0') as key, credit_id, feature, kind, amount, at, period_start, reservation_id
                  from entitlements.credit_movements where tenant_id = @tenant) m
         where m.key > @after
         order by m.key limit @most
        """
    );
}
