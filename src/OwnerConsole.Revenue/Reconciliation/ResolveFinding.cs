using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Stripe.Public;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Resolves findings: restores the access of tenants that were suspended because of billing and pay, adopts the plan of a subscription, or reads an object from Stripe again.</summary>
public sealed class ResolveFinding(IAccessRevocation access) : Operation<FindingFacts, NoInput>
{
    public const string Name = "finding.resolve";

    public override OperationDefinition Definition =>
        new(Name, "Resolve finding", "resolved")
        {
            Synonyms = "fix difference, reconcile, restore access",
            Reversal = Reversal.Compensates,
            OneClick = true,
            RestoredByUndo = "Suspensions and plans from before, unless they have changed since. Objects that have not been read yet are not read.",
            NotRestoredByUndo = "Objects that have already been read.",
        };

    public override Task<IReadOnlyList<FindingFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => FindingFacts.Load(ids, work);

    public override Refusal? Refuse(FindingFacts finding, NoInput input) =>
        finding.State is FindingState.Resolved ? finding.AlreadyResolved
        : FixPolicy.ActionFor(finding) is null ? FixPolicy.Explain(finding)
        : null;

    public override Decision Decide(FindingFacts finding, NoInput input) =>
        FixPolicy.ActionFor(finding) switch
        {
            FixAction.RestoreAccess => new(DescribeAccess(finding), new Effect("suspended_for", finding.SuspendedFor, null))
            {
                Send = [access.ReactivatedMessage],
            },
            FixAction.SetPlan => new(
                Sentence.Say($"{new EntityReference(finding.TenantId)} will be on the plans of its subscriptions at Stripe, with their quantities."),
                new Effect("plan_items", finding.Held, finding.Target)
            )
            {
                Send = [PlanChanged(finding.Target)],
            },
            _ => new(Sentence.Say($"The object of the finding {finding} will be read from Stripe again.")),
        };

    public override async Task Execute(IReadOnlyList<FindingFacts> accepted, NoInput input, UnitOfWork work)
    {
        var byAction = accepted.ToLookup(finding => FixPolicy.ActionFor(finding));
        if (Tenants(byAction[FixAction.RestoreAccess]) is [_, ..] suspended)
            await access.Lift(suspended, work);
        foreach (var tenant in byAction[FixAction.SetPlan].DistinctBy(finding => finding.TenantId))
            await work.SetPlans([tenant.TenantId], tenant.Target);
        if (byAction[FixAction.Sync].ToList() is [_, ..] synced)
            await StripeComparer.RequestReads(
                [.. synced.Select(finding => new StripeComparer.RequestedObject(finding.AccountId, finding.ObjectId, finding.Mode, finding.ObjectType))],
                work
            );
        await work.Execute(
            """
            with mine as (
              update reconciliation.fixes x set closed_by = @run where x.tenant_id = any(@tenants) and x.finding_id = any(@ids) and x.closed_by is null returning 1)
            insert into reconciliation.fixes (tenant_id, finding_id, opened_by, opened_at, action, status_before, payment_id)
            select n.tenant_id, n.finding_id, @run, clock_timestamp(), n.action, n.status, n.payment_id
              from unnest(@tenants, @ids, @actions, @statuses, @payments) n(tenant_id, finding_id, action, status, payment_id)
             where (select count(*) from mine) >= 0 -- forces the update to run first
            """,
            new
            {
                run = work.RunId,
                tenants = accepted.Select(finding => finding.TenantId).ToArray(),
                ids = accepted.Select(finding => finding.Id).ToArray(),
                actions = accepted.Select(finding => FixPolicy.ActionFor(finding)!.Value.ToText()).ToArray(), // Refuse leaves out those without an action
                statuses = accepted.Select(finding => finding.Status).ToArray(),
                payments = accepted.Select(finding => finding.PaymentId).ToArray(),
            }
        );
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<FindingFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var fixes = await work.List<OpenFix>(
            """
            select x.finding_id, x.tenant_id, x.action, f.object_id
              from reconciliation.fixes x join reconciliation.findings f using (tenant_id, finding_id)
             where x.tenant_id = any(@tenants) and x.finding_id = any(@ids) and x.opened_by = @undoneRun and x.closed_by is null
            """,
            new
            {
                undoneRun,
                tenants = subjects.Select(finding => finding.TenantId).ToArray(),
                ids = subjects.Select(finding => finding.Id).ToArray(),
            }
        );
        var over = subjects
            .Where(finding => finding.Status is "cancelled" or "anonymised")
            .Select(finding => finding.TenantId)
            .ToHashSet(StringComparer.Ordinal);
        var suspended = await access.SuspendAgain([.. Tenants(fixes, FixAction.RestoreAccess).Where(tenant => !over.Contains(tenant))], undoneRun, work);
        var planned = await work.UndoSetPlans(Tenants(fixes, FixAction.SetPlan), undoneRun);
        string[] objects = [.. fixes.Where(fix => fix.Action is FixAction.Sync).Select(fix => fix.ObjectId)];
        var withdrawn = objects.Length == 0 ? [] : await StripeComparer.WithdrawReads(objects, undoneRun, work);
        string[] restored =
        [
            .. fixes
                .Where(fix =>
                    fix.Action switch
                    {
                        FixAction.RestoreAccess => suspended.Contains(fix.TenantId),
                        FixAction.SetPlan => planned.Contains(fix.TenantId),
                        _ => withdrawn.Contains(fix.ObjectId),
                    }
                )
                .Select(fix => fix.FindingId),
        ];
        work.Defer(
            "update reconciliation.fixes x set closed_by = @run where x.finding_id = any(@restored) and x.opened_by = @undoneRun and x.closed_by is null",
            new
            {
                run = work.RunId,
                restored,
                undoneRun,
            }
        );
        return restored;
    }

    public override Message[] GetUndoMessages(FindingFacts finding) =>
        finding.LastAction switch
        {
            FixAction.RestoreAccess => [access.SuspendedAgain(finding.LiftedFor ?? "other")],
            FixAction.SetPlan => [PlanChanged(finding.Before)],
            _ => [],
        };

    private static Sentence DescribeAccess(FindingFacts finding) =>
        (finding.Paid, finding.PaidAt, finding.SuspendedAt) switch
        {
            ({ } paid, { } at, { } since) => Sentence.Say(
                $"{new EntityReference(finding.TenantId)} paid {paid} on {at}, but has been suspended since {since}. Access will be restored."
            ),
            (_, _, { } since) => Sentence.Say(
                $"{new EntityReference(finding.TenantId)} has an active subscription, but has been suspended since {since}. Access will be restored."
            ),
            _ => Sentence.Say($"The access of {new EntityReference(finding.TenantId)} will be restored."),
        };

    private static Message PlanChanged(IReadOnlyList<TenantPlanItem> items) => Message.Event("tenant.plan_changed", new { PlanItems = items });

    private static string[] Tenants(IEnumerable<FindingFacts> findings) => [.. findings.Select(finding => finding.TenantId).Distinct(StringComparer.Ordinal)];

    private static string[] Tenants(IEnumerable<OpenFix> fixes, FixAction action) =>
        [.. fixes.Where(fix => fix.Action == action).Select(fix => fix.TenantId).Distinct(StringComparer.Ordinal)];

    private sealed record OpenFix(string FindingId, string TenantId, FixAction Action, string ObjectId);
}
