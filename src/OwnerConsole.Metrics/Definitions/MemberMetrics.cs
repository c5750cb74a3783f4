using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Definitions;

/// <summary>Metrics of members: total, new and active members.</summary>
internal sealed class MemberMetrics : IMetricSource
{
    /// <summary>
    /// Joins the member that a record counts for at the end of a bucket, as g.into_id. Numbers from before a merge, and before its undo, stay
    /// unchanged.
    /// </summary>
    /// <param name="row">Alias of a row with tenant_id and member_id.</param>
    private static string MergedRecordJoin(string row) =>
        $"left join core.merges g on g.member_id = {row}.member_id and g.tenant_id = {row}.tenant_id and g.from_at < b.ends_at and (g.to_at is null or g.to_at >= b.ends_at)";

    private static readonly IReadOnlyList<Dimension> StandardDimensions =
    [
        new("role", "the member's current role", "(select m.role from core.members m where m.tenant_id = r.tenant_id and m.member_id = r.id)"),
        .. TenantMetrics.StandardDimensions,
    ];

    private static readonly Metric Total = new(
        "members.total",
        MetricUnit.Count,
        GoodDirection.Up,
        "Members who have not left, in tenants of any status. Merged members count once from the time of the merge.",
        $"""
        select b.bucket, m.tenant_id, m.member_id as id, 1 as num, null::numeric as den
          from buckets b join core.members m on m.joined_at < b.ends_at and (m.left_at is null or m.left_at >= b.ends_at)
          {MergedRecordJoin("m")}
         where g.member_id is null
        """
    )
    {
        Title = "Members",
        Version = 3,
        Kind = MetricKind.Stock,
        Of = RowKind.Member,
        Dimensions = StandardDimensions,
        MinGrain = Grain.Hour,
        AffectedDays = null,
    };

    private static readonly Metric Joined = new(
        "members.joined",
        MetricUnit.Count,
        GoodDirection.Up,
        "Members who joined a tenant.",
        """
        select b.bucket, m.tenant_id, m.member_id as id, 1 as num, null::numeric as den
          from buckets b join core.members m on m.joined_at >= b.starts_at and m.joined_at < b.ends_at
        """
    )
    {
        Title = "New members",
        Of = RowKind.Member,
        Dimensions = StandardDimensions,
        MinGrain = Grain.Hour,
    };

    private static readonly Metric Online = new(
        "members.online",
        MetricUnit.Count,
        GoodDirection.Up,
        "Members with an open session or any activity in the last 5 minutes.",
        $"""
        select distinct b.bucket, o.tenant_id, coalesce(g.into_id, o.member_id) as id, 1 as num, null::numeric as den
          from buckets b
         cross join lateral (
           select s.tenant_id, s.member_id from core.sessions s
            where s.ended_at is null and s.member_id is not null and s.started_at > b.ends_at - (select session_limit from core.reporting) and s.started_at <= b.ends_at
           union
           select d.tenant_id, d.member_id from core.member_days d
            where d.day between b.last_day - 1 and b.last_day and d.last_at > b.ends_at - interval '5 minutes' and d.last_at <= b.ends_at) o
          {MergedRecordJoin("o")}
        """
    )
    {
        Synonyms = "online, live users",
        Title = "Online now",
        Version = 2,
        Kind = MetricKind.Distinct,
        Of = RowKind.Member,
        Dimensions = StandardDimensions,
        Basis = MetricBasis.Events,
        HasPast = false,
        AffectedDays = null,
    };

    private static readonly Metric PerTenant = new(
        "members.per_tenant",
        MetricUnit.Times,
        GoodDirection.Up,
        "Members who have not left, divided by the number of tenants with at least one member.",
        $"""
        select b.bucket, m.tenant_id, count(*) as num, 1 as den
          from buckets b join core.members m on m.joined_at < b.ends_at and (m.left_at is null or m.left_at >= b.ends_at)
          {MergedRecordJoin("m")}
         where g.member_id is null
         group by 1, 2
        """
    )
    {
        Title = "Members per tenant",
        Version = 3,
        Kind = MetricKind.Ratio,
        IsAtEnd = true,
        Dimensions = TenantMetrics.StandardDimensions,
        MinGrain = Grain.Hour,
        AffectedDays = null,
        NoBase = "no tenant has members",
    };

    private static readonly Metric Stickiness = new(
        "members.stickiness",
        MetricUnit.Share,
        GoodDirection.Up,
        "Share of members active in the last 30 days who were active on the last day.",
        $"""
        select b.bucket, d.tenant_id, coalesce(g.into_id, d.member_id) as id, (max(d.day) = b.last_day)::int as num, 1 as den
        {DaySql.Until("core.member_days", 29)}
          {MergedRecordJoin("d")}
         group by 1, 2, 3, b.last_day
        """
    )
    {
        Version = 3,
        Kind = MetricKind.Ratio,
        IsAtEnd = true,
        Of = RowKind.Member,
        Dimensions = StandardDimensions,
        IsByDay = true,
        Basis = MetricBasis.Events,
        AffectedDays = 29,
        NoBase = "no member was active",
        Title = "Stickiness",
    };

    public Task<IReadOnlyList<Metric>> All(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Metric>>([
            Total,
            Joined,
            Active("members.active", 0, "on the day", "Users active on the day") with
            {
                Synonyms = "dau",
            },
            Active("members.active_7d", 6, "in the last 7 days, including the current one, in the reporting time zone", "Users active in 7 days") with
            {
                Synonyms = "wau",
            },
            Active("members.active_30d", 29, "in the last 30 days, including the current one, in the reporting time zone", "Users active in 30 days") with
            {
                Synonyms = "mau",
            },
            Online,
            PerTenant,
            Stickiness,
        ]);

    private static Metric Active(string id, int reaches, string when, string title) =>
        new(
            id,
            MetricUnit.Count,
            GoodDirection.Up,
            $"Distinct members with any activity {when}.",
            $"""
            select distinct b.bucket, d.tenant_id, coalesce(g.into_id, d.member_id) as id, 1 as num, null::numeric as den
            {DaySql.Until("core.member_days", reaches)}
              {MergedRecordJoin("d")}
            """
        )
        {
            Title = title,
            Version = 3,
            Kind = MetricKind.Distinct,
            Of = RowKind.Member,
            Dimensions = StandardDimensions,
            IsByDay = true,
            Basis = MetricBasis.Events,
            AffectedDays = reaches,
        };
}
