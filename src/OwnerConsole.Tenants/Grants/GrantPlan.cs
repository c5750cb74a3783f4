using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Grants;

/// <summary>Gives a tenant a plan without payment, for ever or until a day. It counts 0 in MRR and never writes to Stripe.</summary>
public sealed class GrantPlan : Operation<GrantFacts, GrantPlan.Input>
{
    private const int MostYears = 10;

    public sealed record Input(
        [Description("What it gets, without paying for it.")] [ChosenAmong(PlanBook.Source)] string Plan,
        [Description("The last day of it, in UTC; empty for no end.")] DateOnly? Until = null,
        [Description("Kept with the grant, for the team.")] [DataType(DataType.MultilineText)] string? Reason = null
    );

    public override Input Example => new("pro", Reason: "A friend of the house.");

    public override Declaration Is =>
        new("tenant.grant", "Grant plan", "granted") { Noun = "plan", ComesBack = "The grant ends; what the tenant pays for stays." };

    public override Task<IReadOnlyList<GrantFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => GrantFacts.Load(ids, input.Plan, work);

    public override Refusal? Refuse(GrantFacts tenant, Input input) =>
        tenant switch
        {
            { IsOver: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}; a grant would let nobody in."),
            { IsSuspended: true } => new("suspended", $"{tenant} is suspended; a grant would let nobody in. Reactivate it first."),
            { Plan: null } => new("unknown_plan", $"There is no plan with this key. The settings list those that can be granted."),
            _ when input.Until < tenant.Today => new("bad_until", $"A grant ends today at the earliest."),
            _ when input.Until > tenant.Today.AddYears(MostYears) => new("bad_until", $"A grant lasts {MostYears} years at most, or has no end."),
            { IsHeld: true } => new("already_granted", $"{tenant} already holds a grant of {new Reference(tenant.Plan.PlanId)}."),
            _ => null,
        };

    public override Decision Decide(GrantFacts tenant, Input input)
    {
        var plan = new Reference(tenant.Plan!.PlanId); // refused when there is none
        return new(
            input.Until is { } last
                ? Sentence.Say($"{tenant} is granted {plan} until the end of {last}. It counts 0 in MRR.")
                : Sentence.Say($"{tenant} is granted {plan}, without an end. It counts 0 in MRR."),
            new Effect("grant", null, tenant.Plan.Key)
        );
    }

    public override Task Execute(IReadOnlyList<GrantFacts> accepted, Input input, Work work) =>
        work.Do(
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

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<GrantFacts> subjects, string undoneRun, Work work) =>
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
