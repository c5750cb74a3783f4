using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.World;

/// <summary>All read models, one row per line, in the format in which tests/evaluator writes the expected ones.</summary>
internal static partial class ReadModelLines
{
    public static async Task<IReadOnlyList<string>> ReadModels(this TestConsole console)
    {
        await using var work = await console.Database.Read();
        return await work.List<string>(
            Instant()
                .Replace(
                    """
                    with t as (select tenant_id, external_id as tenant from core.tenants),
                    m as (select m.tenant_id, m.member_id, m.external_id as member, m.joined_at from core.members m)
                    select concat_ws('|', 'tenant_day', tenant, day, events, activity, sessions, seconds, members) as line
                      from core.tenant_days join t using (tenant_id) where events + sessions > 0
                    union all
                    select concat_ws('|', 'meter_day', tenant, day, v.key, trim_scale(v.value::numeric))
                      from core.tenant_days join t using (tenant_id) cross join lateral jsonb_each_text(meters) v
                    union all
                    select concat_ws('|', 'member_day', tenant, day, member, iso(last_at)) from core.member_days join t using (tenant_id) join m using (tenant_id, member_id)
                    union all
                    select concat_ws('|', 'session_bucket', iso(bucket), started, peak) from core.session_buckets where started + peak > 0
                    union all
                    select concat_ws('|', 'usage_bucket', meter, group_value, iso(bucket), trim_scale(num), n) from core.usage_buckets
                    union all
                    select concat_ws('|', 'meter_counter', tenant, meter, period, trim_scale(used)) from core.meter_totals join t using (tenant_id)
                    union all
                    select concat_ws('|', 'session', tenant, iso(started_at), iso(ended_at), timed_out::text, coalesce(member, ''))
                      from core.sessions s join t using (tenant_id) left join m using (tenant_id, member_id) where started_at is not null
                    union all
                    select concat_ws('|', 'member', tenant, member, iso(joined_at)) from m join t using (tenant_id)
                    union all
                    select concat_ws('|', 'lifecycle', tenant, lifecycle, iso(from_at), iso(to_at)) from core.lifecycles join t using (tenant_id)
                    union all
                    select concat_ws('|', 'plan_item', tenant, plan, quantity, iso(from_at), iso(to_at)) from core.plan_items join t using (tenant_id)
                    union all
                    select concat_ws('|', 'movement', tenant, iso(at), kind, plan, trim_scale(delta_minor)) from movements.movements join t using (tenant_id)
                    union all
                    select concat_ws('|', 'mrr_month', month, kind, plan, trim_scale(delta_minor)) from movements.mrr_month where delta_minor <> 0
                    union all
                    select concat_ws('|', 'standing', tenant, plan, trim_scale(delta_minor)) from movements.balances join t using (tenant_id)
                    """,
                    "coalesce(replace(to_char($1 at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), '.000Z', 'Z'), '')"
                )
        );
    }

    [GeneratedRegex(@"iso\(([a-z_]+)\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Instant();
}
