using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Grants;

/// <summary>Grants a tenant a plan without payment, permanently or until a day. It counts 0 in MRR and is never written to Stripe.</summary>
public sealed class GrantPlan : Operation<GrantFacts, GrantPlan.Input>
{
    private const int MaxYears = 10;

    public sealed record Input(
        [Description("Plan that the tenant gets without payment.")] [OptionsFrom(PlanCatalogue.Source)] string Plan,
        [Description("Last day, in UTC. Leave blank for a permanent grant.")] DateOnly? Until = null,
        [Description("Shown to your team.")] [DataType(DataType.MultilineText)] string? Reason = null
    );

    public override Input Example => new("pro", Reason: "Design partner.");

    public override OperationDefinition Definition =>
        new("tenant.grant", "Grant plan", "granted")
        {
            Group = ActionGroup.Plan,
            Synonyms = "coupon, discount, free plan, comp",
            Noun = "plan",
            RestoredByUndo = "The grant ends. Paid plans are unchanged.",
        };

    public override Task<IReadOnlyList<GrantFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => GrantFacts.Load(ids, input.Plan, work);

    public override Refusal? Refuse(GrantFacts tenant, Input input) =>
        tenant switch
        {
            { HasEnded: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}, so a grant would have no effect."),
            { IsSuspended: true } => new("suspended", $"{tenant} is suspended, so a grant would have no effect. Reactivate it first."),
            { Plan: null } => new("unknown_plan", $"No plan has this key. The Plans page lists the plans you can grant."),
            _ when input.Until < tenant.Today => new("bad_until", $"The last day must be today or later."),
            _ when input.Until > tenant.Today.AddYears(MaxYears) => new(
                "bad_until",
                $"A grant can last at most {MaxYears} years. Leave the last day blank for a permanent grant."
            ),
            { IsHeld: true } => new("already_granted", $"{tenant} already has an open grant of {new EntityReference(tenant.Plan.PlanId)}."),
            _ => null,
        };

    public override Decision Decide(GrantFacts tenant, Input input)
    {
        var plan = new EntityReference(tenant.Plan!.PlanId); // Refuse has excluded null.
        return new(
            input.Until is { } last
                ? Sentence.Say($"{tenant} is granted {plan} until the end of {last}. It counts 0 in MRR.")
                : Sentence.Say($"{tenant} is granted {plan} permanently. It counts 0 in MRR."),
            new Effect("grant", null, tenant.Plan.Key)
        );
    }

    protected override Task<IReadOnlyList<SummaryLine>> Summarise(GrantFacts tenant, Input input, UnitOfWork work)
    {
        var plan = tenant.Plan!; // Refuse has excluded null.
        List<SummaryLine> lines = [new("Plan without payment", null, plan.Name)];
        if (!HiddenFields.Has(FieldClass.Money))
            lines.Add(new("Usual price", null, plan.Prices[0].ToString()));
        lines.Add(new("Ends", null, input.Until?.ToString("d MMM yyyy", CultureInfo.InvariantCulture) ?? "never"));
        return Task.FromResult<IReadOnlyList<SummaryLine>>(lines);
    }

    public override Task Execute(IReadOnlyList<GrantFacts> accepted, Input input, UnitOfWork work) =>
        work.Execute(
            """
            insert into grants.grants (tenant_id, opened_by, plan, until_at, reason, opened_at)
            select id, @run, @plan, @end, @reason, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                ids = accepted.Select(tenant => tenant.Id).ToArray(),
                run = work.RunId,
                plan = input.Plan,
                end = Zone.Utc.EndOf(input.Until),
                reason = input.Reason,
            }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<GrantFacts> subjects, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            $"""
            update grants.grants g
               set closed_by = @run, closed_at = clock_timestamp()
             where g.opened_by = @undoneRun and g.tenant_id = any(@ids) and {GrantList.IsOpen}
            returning g.tenant_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids = subjects.Select(tenant => tenant.Id).ToArray(),
            }
        );
}
