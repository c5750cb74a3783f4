using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Data about a tenant that every console has: reported data and metrics. Contains the application's IDs next to the console's.</summary>
internal static class ConsoleExportParts
{
    public static readonly ExportPart[] All =
    [
        new(
            "tenant",
            """
            select t.tenant_id as id, t.external_id, t.name, s.status, t.contact_email, t.owner_external_id, t.owner_name, t.time_zone, t.stripe_customer_ids, t.access, t.trial_ends_at, t.opened_at
              from core.tenants t join core.tenant_status s using (tenant_id)
             where t.tenant_id = @tenant and t.tenant_id > @after
             limit @most
            """
        ),
        new("attributes", "select name, value from core.attributes where tenant_id = @tenant and name > @after order by name limit @most"),
        new(
            "plan_items",
            """
            select i.key, i.plan, i.quantity, i.interval, i.currency, i.from_at, i.to_at
              from (select plan || ' ' || to_char(from_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as key, plan, quantity, interval, currency, from_at, to_at from core.plan_items where tenant_id = @tenant) i
             where i.key > @after
             order by i.key limit @most
            """
        ),
        new(
            "members",
            $"""
            select m.member_id as id, m.external_id, m.name, m.email, m.role, m.support_number, m.language, m.time_zone, m.phone, m.attributes, m.joined_at, m.left_at, m.last_seen_at, w.into_id as merged_into
              from core.members m
              {MemberSql.MergedIntoJoin("m")}
             where m.tenant_id = @tenant and m.member_id > @after order by m.member_id limit @most
            """
        ),
        new(
            "sessions",
            """
            select s.session_id as id, s.member_id, m.external_id as member_external_id, s.started_at, s.ended_at, s.timed_out
              from core.sessions s left join core.members m on m.tenant_id = s.tenant_id and m.member_id = s.member_id
             where s.tenant_id = @tenant and s.session_id > @after order by s.session_id limit @most
            """
        ),
        new(
            "purchases",
            """
            select p.purchase_id as id, p.at, p.amount, p.currency, p.name, p.plan, p.quantity, p.from_at, p.to_at, p.member_id
              from core.purchases p where p.tenant_id = @tenant and p.purchase_id > @after order by p.purchase_id limit @most
            """
        ),
        DailyCountsExport.Part,
        new(
            "decisions",
            """
            select d.key, d.at, d.kind, d.operation, d.subject, d.outcome, d.code, d.run_id
              from (select to_char(l.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || ' ' || l.id as key, l.at, l.id, l.kind, l.operation, l.subject, l.outcome, l.code, l.run_id
                      from core.log l
                     where l.tenant_id = @tenant
                       and (l.at, l.id) > (coalesce(nullif(left(@after, 26), '')::timestamp at time zone 'UTC', '-infinity'), coalesce(nullif(substr(@after, 28), '')::bigint, 0))) d
             where d.kind in ('run', 'undo')
             order by d.at, d.id limit @most
            """
        ),
    ];
}
