using System.ComponentModel;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Automations;

/// <summary>A date of a tenant that an automation is relative to.</summary>
public enum AutomationDate
{
    /// <summary>End of the current trial.</summary>
    [Description("Trial end")]
    TrialEnd,

    /// <summary>When the tenant signed up.</summary>
    [Description("Sign-up")]
    SignUp,

    /// <summary>End of the current period of a paid subscription.</summary>
    Renewal,

    /// <summary>When the tenant was cancelled.</summary>
    Cancellation,

    /// <summary>When a later version of its plan reached the tenant: it was migrated, or the version was rolled out to all.</summary>
    [Description("New plan version")]
    PlanVersion,

    /// <summary>When the current trial started.</summary>
    [Description("Trial start")]
    TrialStart,

    /// <summary>When a member was last seen. It moves with each activity, so a number of days after it is a time of inactivity.</summary>
    [Description("Last activity")]
    LastActivity,
}

/// <summary>SQL that finds the dates of tenants.</summary>
internal static class AutomationDates
{
    /// <summary>Query with tenant_id and at. A date that no longer applies, such as the end of a trial that was converted, is missing.</summary>
    public static string Sql(AutomationDate date) =>
        date switch
        {
            AutomationDate.TrialEnd => $"""
                select t.tenant_id, {TrialEnds.CurrentEnd} as at
                  from core.tenant_status s join core.tenants t on t.tenant_id = s.tenant_id
                 where s.lifecycle = 'trial'
                """,
            AutomationDate.SignUp => "select t.tenant_id, t.opened_at as at from core.tenants t where t.mode in ('live', 'test')", // as the index needs it
            AutomationDate.Renewal => """
                select b.tenant_id, min(b.current_until) as at from billing.subscriptions b
                 where b.status = 'active' and b.ended_at is null and b.cancel_at is null and b.current_until > now() - interval '400 days'
                 group by b.tenant_id
                """,
            AutomationDate.PlanVersion => """
                select i.tenant_id, max(r.at) as at
                  from core.plan_items i
                  join plans.plans p on p.key = i.plan and p.closed_by is null
                 cross join lateral (
                   select i.from_at as at -- it was migrated
                     from core.plan_items b
                    where b.tenant_id = i.tenant_id and b.plan = i.plan and b.to_at = i.from_at and i.taken_at = i.from_at
                      and exists (select from plans.versions v where v.plan_id = p.plan_id and not v.withdrawn
                                     and v.opened_at > coalesce(b.taken_at, b.from_at) and v.opened_at <= i.from_at)
                   union all
                   select coalesce(v.rollout_at, v.opened_at)
                     from plans.versions v
                    where v.plan_id = p.plan_id and not v.withdrawn and v.rollout <> 'new' and v.number > 1
                      and coalesce(v.rollout_at, v.opened_at) > coalesce(i.taken_at, i.from_at) and coalesce(v.rollout_at, v.opened_at) <= now()) r
                 where i.to_at is null
                 group by i.tenant_id
                """,
            AutomationDate.TrialStart => "select l.tenant_id, l.from_at as at from core.lifecycles l where l.lifecycle = 'trial' and l.to_at is null",
            AutomationDate.LastActivity => """
                select s.tenant_id, s.last_seen_at as at from core.tenant_summaries s
                 where s.mode in ('live', 'test') and s.last_seen_at > '-infinity' -- as the index needs it
                """,
            _ => "select l.tenant_id, l.from_at as at from core.lifecycles l where l.lifecycle = 'cancelled' and l.to_at is null",
        };

    /// <summary>Query with tenant_id and at, also for trials that have been converted since @offset days after their end. Other dates are those of <see cref="Sql"/>.</summary>
    public static string HistorySql(AutomationDate date) =>
        date is AutomationDate.TrialEnd
            ? $"""
                select e.tenant_id, e.at
                  from (select t.tenant_id, {TrialEnds.CurrentEnd} as at from core.tenants t) e
                 where exists (select from core.lifecycles l
                                where l.tenant_id = e.tenant_id and l.lifecycle = 'trial' and l.from_at <= e.at + make_interval(days => @offset)
                                  and coalesce(l.to_at, 'infinity') > e.at + make_interval(days => @offset))
                """
            : Sql(date);

    /// <summary>Identifies the date <c>d.at</c> among those of its tenant. A change within the same day doesn't start the sequence again.</summary>
    public const string OccurrenceSql = "to_char(d.at at time zone 'UTC', 'YYYY-MM-DD')";
}
