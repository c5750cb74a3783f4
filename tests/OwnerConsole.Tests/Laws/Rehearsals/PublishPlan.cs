using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>Makes a plan's draft the version that is sold. A version never changes; undo withdraws it while it is the newest.</summary>
public sealed class PublishPlan : Operation<PublishPlan.Draft, PublishPlan.Nothing>
{
    public sealed record Nothing;

    /// <param name="Newest">number of the version that is sold; 0 before the first</param>
    /// <param name="Last">number of the last version that ever was: a withdrawn one keeps its number</param>
    public sealed record Draft(string PlanId, long DraftRevision, long Price, int Newest, long? Sold, int Last) : ISubject
    {
        public string Id => PlanId;

        public string TenantId => IdSource.Platform;

        // Both decide: what is written in the draft, and what has been published of it.
        public long Revision => (DraftRevision * 1_000_000) + (Last * 1_000) + Newest;
    }

    public override Declaration Is => new("plan.publish", "Publish plan", "published") { ComesBack = "The version before is sold again." };

    public override Task<IReadOnlyList<Draft>> Load(IReadOnlyList<string> ids, Nothing input, Work work) =>
        work.List<Draft>(
            $"""
            select d.plan_id, d.revision as draft_revision, d.price, coalesce(v.version, 0) as newest, v.price as sold,
                   coalesce((select max(l.version) from laws.plan_versions l where l.tenant_id = d.tenant_id and l.plan_id = d.plan_id), 0) as last
              from laws.drafts d
              left join lateral (
                select o.version, o.price from laws.plan_versions o
                 where o.tenant_id = d.tenant_id and o.plan_id = d.plan_id and o.closed_by is null
                 order by o.version desc limit 1) v on true
             where d.tenant_id = 'tnt_platform' and d.plan_id = any(@ids)
             order by d.plan_id
             {work.ForUpdate("d")}
            """,
            new { ids }
        );

    public override Refusal? Refuse(Draft plan, Nothing input) => plan.Sold == plan.Price ? new("nothing_new", $"{plan} is sold as its draft says.") : null;

    public override Decision Decide(Draft plan, Nothing input) =>
        new($"Version {plan.Last + 1} of {plan} is sold from now on.", new Effect("price", plan.Sold, plan.Price));

    public override Task Execute(IReadOnlyList<Draft> accepted, Nothing input, Work work) =>
        work.Do(
            """
            insert into laws.plan_versions (tenant_id, plan_id, version, price, opened_by, opened_at)
            select 'tnt_platform', p.* , @run, clock_timestamp() from unnest(@ids, @versions, @prices) p
            """,
            new
            {
                ids = accepted.Select(plan => plan.PlanId).ToArray(),
                versions = accepted.Select(plan => plan.Last + 1).ToArray(),
                prices = accepted.Select(plan => plan.Price).ToArray(),
                run = work.RunId,
            }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<Draft> subjects, string undoneRun, Work work) =>
        work.List<string>(
            """
            update laws.plan_versions v set closed_by = @run
             where v.tenant_id = 'tnt_platform' and v.plan_id = any(@ids) and v.opened_by = @undoneRun and v.closed_by is null
               and not exists (select 1 from laws.plan_versions later where later.tenant_id = v.tenant_id and later.plan_id = v.plan_id and later.version > v.version and later.closed_by is null)
            returning v.plan_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids = subjects.Select(plan => plan.PlanId).ToArray(),
            }
        );
}
