using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Plans;

/// <summary>State of a plan that its operations check.</summary>
/// <param name="Key">Key that the application reports.</param>
/// <param name="Number">Number of the current version.</param>
/// <param name="NextNumber">Number of the next version.</param>
/// <param name="Reporting">Currency that MRR is reported in.</param>
/// <param name="Granted">Limits of the current version, by feature.</param>
public sealed record PlanFacts(
    string PlanId,
    string Key,
    long Revision,
    bool IsRetired,
    bool HasDraft,
    string Name,
    long Amount,
    string Currency,
    PlanInterval Interval,
    JsonElement OtherPrices,
    int TrialDays,
    int Number,
    int NextNumber,
    string Reporting,
    JsonElement Granted
) : ISubject
{
    public string Id => PlanId;

    public string TenantId => IdGenerator.Platform;

    public PlanTerms Terms => new(Name, new Money(Amount, Currency), Interval, TrialDays, Json.Read<IReadOnlyList<PlanPrice>>(OtherPrices, "other_prices"));

    public IReadOnlyList<FeatureLimit> Limits => Json.Read<IReadOnlyList<FeatureLimit>>(Granted, "limits");

    /// <summary>Refusal to publish while a draft is open; null when there is no draft.</summary>
    internal Refusal? OpenDraftRefusal => HasDraft ? new("draft_open", $"{this} has a draft. Publish or discard it first.") : null;

    public static Task<IReadOnlyList<PlanFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<PlanFacts>(
            $"""
            select p.plan_id, p.key, (select count(*) + count(e.closed_by) from plans.versions e where e.plan_id = p.plan_id)
                     + (select count(*) + count(d.closed_by) from plans.drafts d where d.plan_id = p.plan_id) + (p.closed_by is not null)::int as revision,
                   p.closed_by is not null as is_retired, exists (select 1 from plans.drafts d where d.plan_id = p.plan_id and d.closed_by is null) as has_draft, t.name, t.amount, t.currency, t.interval, t.other_prices, t.trial_days,
                   t.number, (select max(e.number) + 1 from plans.versions e where e.plan_id = p.plan_id) as next_number, (select r.currency from core.reporting r) as reporting,
                   (select coalesce(jsonb_agg(jsonb_build_object('feature', g.feature, 'allows', g.allows) order by g.feature collate "C"), '[]')
                      from ({PlanGrant.Sql}) g where g.plan_id = p.plan_id) as granted
              from plans.plans p join plans.versions t on t.plan_id = p.plan_id and t.closed_by is null
             where p.plan_id = any(@ids)
             order by p.plan_id
             {work.ForUpdate("p")}
            """,
            new { ids }
        );
}
