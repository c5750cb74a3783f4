using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Access;

/// <summary>Stops a tenant's users from signing in, without deleting data, and notifies the application.</summary>
public sealed class SuspendTenant : Operation<TenantFacts, SuspendTenant.Input>
{
    public sealed record Input(
        [Description("Reason for the suspension. Your application can show a different page for each cause.")] SuspensionCause Cause = SuspensionCause.Other,
        [Description("Message shown to the tenant's users.")] string? Message = null
    );

    public override Input Example => new(SuspensionCause.Billing, "Your last invoice is unpaid.");

    public override OperationDefinition Definition =>
        new("tenant.suspend", "Suspend tenant", "suspended")
        {
            Group = ActionGroup.Access,
            BulkOrder = 1,
            IsHarmful = true,
            PeopleEffect = new("loses access", "lose access"),
            AffectsRevenue = true,
            Synonyms = "ban, lock, block",
            Reversal = Reversal.Compensates,
            RestoredByUndo = "People can sign in again and find everything as it was.",
            NotRestoredByUndo = "People are signed out of your application and must sign in again.",
        };

    public override Task<IReadOnlyList<TenantFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => TenantFacts.Load(ids, work);

    public override Refusal? Refuse(TenantFacts tenant, Input input) =>
        tenant switch
        {
            { IsOver: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}, so no one can sign in anyway."),
            _ when input.Cause is SuspensionCause.Revoked => new(
                "revoke_instead",
                $"Revoking access also ends grants. Use the operation tenant.revoke instead."
            ),
            _ when input.Cause is SuspensionCause.Deletion => new(
                "delete_instead",
                $"This cause is for tenants that are scheduled for deletion. Use the operation tenant.delete instead."
            ),
            { Suspended: true } => new("already_suspended", $"{tenant} is already suspended."),
            _ => null,
        };

    public override Decision Decide(TenantFacts tenant, Input input) =>
        new(
            tenant.Seats == 1
                ? Sentence.Say($"{tenant} is suspended ({input.Cause}): 1 person loses access.")
                : Sentence.Say($"{tenant} is suspended ({input.Cause}): {tenant.Seats:person loses|people lose} access."),
            new Effect("suspended_for", null, input.Cause)
        )
        {
            Weight = new(People: tenant.Seats),
            Send = [Message.Event("tenant.suspended", new { input.Cause })],
        };

    public override Task Execute(IReadOnlyList<TenantFacts> accepted, Input input, UnitOfWork work)
    {
        SuspensionRows.Open([.. accepted.Select(tenant => tenant.Id)], input.Cause, input.Message, work);
        return Task.CompletedTask;
    }

    public override Message[] GetUndoMessages(TenantFacts tenant) => [Message.Event("tenant.reactivated", new { })];

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<TenantFacts> subjects, string undoneRun, UnitOfWork work) =>
        SuspensionRows.CloseOpenedBy([.. subjects.Select(tenant => tenant.Id)], undoneRun, work);
}
