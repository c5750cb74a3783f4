using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Anonymising;

/// <summary>The application takes every personal value out of its own data; once it says so the console does, in the same transaction. What was counted stays.</summary>
public sealed class AnonymiseTenant(Tasks tasks, Declarations declarations, Erasures erasures) : ConsoleTask<AnonymiseTenant.Nothing>(tasks, declarations)
{
    public sealed record Nothing;

    public override Declaration Is { get; } =
        new(ConsoleTasks.Anonymise, "Anonymise tenant", "anonymised")
        {
            Reversal = Reversal.Never,
            Outside = true,
            Destroys = true,
            StaysGone =
                "Names, addresses, numbers, notes, tags and attributes of the tenant and of everybody in it, here and in your application. What was counted, paid and decided stays.",
        };

    protected override string Subject => TaskSubject.Tenant;

    public override Decision Decide(AppliedTo tenant, Nothing input) =>
        new(
            $"Permanently removes the name and personal data of {tenant} and {tenant.People:person|people} in it: the application does so first, then the console."
        )
        {
            Weight = new(People: tenant.People),
            Send = [Tasks.Offer(tenant.TaskId)],
        };

    public override async Task<Message?> Finish(string tenantId, string subjectId, string runId, Work work)
    {
        await erasures.Erase("tenant", tenantId, subjectId, work);
        return Message.Event("tenant.anonymised", new { });
    }
}
