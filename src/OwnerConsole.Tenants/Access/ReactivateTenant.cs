using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Access;

/// <summary>Lifts a tenant's suspension, no matter who suspended it, and notifies the application.</summary>
public sealed class ReactivateTenant : Operation<TenantFacts, ReactivateTenant.Input>
{
    public sealed record Input;

    public override OperationDefinition Definition =>
        new("tenant.reactivate", "Reactivate tenant", "reactivated")
        {
            Group = ActionGroup.Access,
            BulkOrder = 2,
            PeopleEffect = new("can sign in again", "can sign in again"),
            AffectsRevenue = true,
            Synonyms = "unsuspend, unban, unlock",
            Reversal = Reversal.Compensates,
            RestoredByUndo = "The tenant is suspended again, with the same cause and message.",
        };

    public override Task<IReadOnlyList<TenantFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        TenantFacts.Load(ids, work, withCause: true);

    public override Refusal? Refuse(TenantFacts tenant, Input input) =>
        tenant switch
        {
            { IsOver: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}; reactivating it would not let anyone sign in."),
            { Suspended: false } => new("not_suspended", $"{tenant} is not suspended."),
            _ => null,
        };

    public override Decision Decide(TenantFacts tenant, Input input) =>
        new(
            tenant.Seats == 1
                ? Sentence.Say($"{tenant} is reactivated: 1 person can sign in.")
                : Sentence.Say($"{tenant} is reactivated: {tenant.Seats:person|people} can sign in."),
            new Effect("suspended_for", tenant.Cause, null)
        )
        {
            Weight = new(People: tenant.Seats),
            Send = [Message.Event("tenant.reactivated", new { })],
        };

    public override Task Execute(IReadOnlyList<TenantFacts> accepted, Input input, UnitOfWork work) =>
        SuspensionRows.Close([.. accepted.Select(tenant => tenant.Id)], work);

    public override Message[] GetUndoMessages(TenantFacts tenant) => [Message.Event("tenant.suspended", new { tenant.Cause })];

    /// <summary>Reopens the suspensions that the run closed, unless the tenant has been suspended again since.</summary>
    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<TenantFacts> subjects, string undoneRun, UnitOfWork work) =>
        SuspensionRows.OpenClosedBy([.. subjects.Where(tenant => !tenant.IsOver).Select(tenant => tenant.Id)], undoneRun, work);
}
