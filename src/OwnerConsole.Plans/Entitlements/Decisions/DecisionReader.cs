using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Entitlements.Reservations;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Grants.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Decisions;

/// <summary>Explains decisions about limits, from the decision id and the tenant's history of that minute.</summary>
public sealed class DecisionReader(SecretBox box)
{
    private const int MaxRows = 20;

    /// <summary>SQL condition: the row was open in that minute.</summary>
    private static string OpenAtDecision(string row) => $"{row}.opened_at < @until and ({row}.closed_at is null or {row}.closed_at >= @at)";

    /// <summary>SQL for the version <c>v</c> that the plan <c>h</c> had in that minute; <see cref="PlanCatalogue.VersionOfHolder"/> is its counterpart for
    /// now.</summary>
    private const string VersionAtDecision = """
        select t.number
          from plans.versions t
         where t.plan_id = v.plan_id and t.opened_at < @until and (not t.withdrawn or t.closed_at >= @until)
           and (t.opened_at <= h.from_at or t.rollout = 'all' or t.rollout = 'from' and t.rollout_at < @until)
         order by t.opened_at desc
         limit 1
        """;

    /// <exception cref="Problem">404: no decision has this id, or the caller has no access to its tenant.</exception>
    public async Task<DecisionView> Find(Caller caller, string id, UnitOfWork work)
    {
        var said = LimitDecision.Read(id, box) ?? throw Problem.NotFound("decision", id);
        await SubjectResolver.Tenant(caller, said.TenantId, work);
        var holding = (await EntitlementResolver.Resolve([said.TenantId], work))[said.TenantId]; // The tenant was found above.
        var now = await FindCurrent(said, holding, work);
        var needed = said.Used + said.Reserved + said.Asked;
        return new(
            id,
            said.TenantId,
            said.Feature,
            said.Allowed,
            Allowance.Plain(said.Asked),
            Allowance.Plain(said.Used),
            Allowance.Plain(said.Reserved),
            said.Limit is { } limit ? Allowance.Plain(limit) : null,
            said.Source,
            said.SourceId,
            said.At,
            holding.Revision != said.Revision,
            await FindRules(said, work),
            await FindReservations(said, work),
            await FindClaims(said, work),
            now,
            said.Allowed || now is null ? [] : await UpgradeOption.Find(said.TenantId, now.Feature, now.Kind, needed, said.Limit, work),
            await FindCredits(said, work),
            said.HappenedAt
        );
    }

    private static async Task<EntitlementView?> FindCurrent(LimitDecision said, TenantEntitlements holding, UnitOfWork work)
    {
        if ((await FeatureCatalogue.Find(work)).FirstOrDefault(knownFeature => knownFeature.Key == said.Feature) is not { } feature)
            return null;
        var usage = (await FeatureUsages.Of([said.TenantId], work)).FirstOrDefault(featureUsage => featureUsage.Feature == feature.Key);
        return EntitlementView.Of(FeatureBalance.Of(holding.Of(feature), holding, usage), said.Asked);
    }

    private static async Task<IReadOnlyList<DecisionRule>> FindRules(LimitDecision said, UnitOfWork work)
    {
        var rules = await work.List<RuleRow>(
            $"""
            select 'override' as source, o.override_id as source_id, null as plan, o.allows, o.opened_at as since, least(o.closed_at, o.until_at) as until, o.reason, o.opened_by, 1 as place
              from entitlements.overrides o
             where o.tenant_id = @TenantId and o.feature = @Feature and {OpenAtDecision("o")} and (o.until_at is null or o.until_at > @at)
            union all
            select case when a.is_addon then 'addon' else 'plan_version' end, v.plan_id || ':' || n.number, h.plan, l.allows, h.from_at, h.until_at, null, h.opened_by, 2
              from (select i.plan, coalesce(i.taken_at, i.from_at) as from_at, i.to_at as until_at, i.opened_by from core.plan_items i
                     where i.tenant_id = @TenantId and i.from_at < @until and (i.to_at is null or i.to_at >= @at)
                    union all
                    select g.plan, g.from_at, g.until_at, g.opened_by from ({GrantedPlans.AllSql}) g
                     where g.tenant_id = @TenantId and g.from_at < @until and (g.until_at is null or g.until_at > @at)) h
              left join lateral ({PlanCatalogue.VersionOfHolder}) v on true
              left join lateral (select case when v.plan_id = @plan then @number else coalesce(({VersionAtDecision}), v.number) end as number) n on true -- The version that decided, or that the tenant had then.
              left join plans.plans a on a.plan_id = v.plan_id
              left join plans.limits l on l.plan_id = v.plan_id and l.number = n.number and l.feature = @Feature
            union all
            (select 'feature', null, null, f.allows, null, null, null, null, 3
               from features.features f
              where f.key = @Feature and {OpenAtDecision("f")}
              order by f.opened_at desc
              limit 1)
             order by place, since
            """,
            Arguments(said)
        );
        var decided = rules.FirstOrDefault(rule => rule.Source == said.Source && rule.SourceId == said.SourceId);
        return
        [
            .. rules.Select(rule => new DecisionRule(
                rule.Source,
                rule.SourceId,
                rule.Plan,
                rule.Allows,
                rule == decided,
                rule.Since,
                rule.Until,
                rule.Reason,
                rule.OpenedBy
            )),
        ];
    }

    private static async Task<IReadOnlyList<DecisionReservation>> FindReservations(LimitDecision said, UnitOfWork work) =>
        [
            .. (
                await work.List<ReservationRow>(
                    $"""
                    select r.reservation_id, r.amount, r.state, r.opened_at, r.expires_at
                      from entitlements.reservations r
                     where r.tenant_id = @TenantId and r.feature = @Feature and {OpenAtDecision("r")} and r.expires_at > @at
                     order by r.amount desc, r.reservation_id
                     limit {MaxRows}
                    """,
                    Arguments(said)
                )
            ).Select(held => new DecisionReservation(held.ReservationId, Allowance.Plain(held.Amount), held.State, held.OpenedAt, held.ExpiresAt)),
        ];

    private static async Task<IReadOnlyList<DecisionClaim>> FindClaims(LimitDecision said, UnitOfWork work) =>
        [
            .. (
                await work.List<ClaimRow>(
                    $"""
                    select substr(c.claim_key, position(':' in c.claim_key) + 1) as key, c.amount, c.reservation_id, c.at
                      from entitlements.claims c
                     where c.tenant_id = @TenantId and c.feature = @Feature and c.at >= @at and c.at < @until
                     order by c.at, c.claim_key
                     limit {MaxRows}
                    """,
                    Arguments(said)
                )
            ).Select(claim => new DecisionClaim(claim.Key, Allowance.Plain(claim.Amount), claim.ReservationId, claim.At)),
        ];

    private static async Task<IReadOnlyList<DecisionCredit>> FindCredits(LimitDecision said, UnitOfWork work) =>
        [
            .. (
                await work.List<SpentRow>(
                    $"""
                    select m.credit_id, substr(m.claim_key, position(':' in m.claim_key) + 1) as key, m.amount, m.at
                      from entitlements.credit_movements m
                     where m.tenant_id = @TenantId and m.feature = @Feature and m.kind = 'spent' and m.at >= @at and m.at < @until
                     order by m.movement
                     limit {MaxRows}
                    """,
                    Arguments(said)
                )
            ).Select(spent => new DecisionCredit(spent.CreditId, spent.Key, Allowance.Plain(spent.Amount), spent.At)),
        ];

    private static object Arguments(LimitDecision said)
    {
        var version = said.Source is LimitSource.PlanVersion or LimitSource.Addon ? said.SourceId!.Split(':') : null; // Plan versions and add-ons have a source id.
        return new
        {
            said.TenantId,
            said.Feature,
            at = said.At,
            until = said.At.AddMinutes(1),
            plan = version?[0],
            number = version is null ? (int?)null : int.Parse(version[1], CultureInfo.InvariantCulture),
        };
    }

    internal sealed record RuleRow(
        LimitSource Source,
        string? SourceId,
        string? Plan,
        string? Allows,
        DateTimeOffset? Since,
        DateTimeOffset? Until,
        string? Reason,
        string? OpenedBy,
        int Place
    );

    internal sealed record SpentRow(string CreditId, string? Key, decimal Amount, DateTimeOffset At);

    internal sealed record ReservationRow(string ReservationId, decimal Amount, ReservationState State, DateTimeOffset OpenedAt, DateTimeOffset ExpiresAt);

    internal sealed record ClaimRow(string Key, decimal Amount, string? ReservationId, DateTimeOffset At);
}
