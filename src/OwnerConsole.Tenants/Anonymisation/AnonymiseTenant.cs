using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.Duplicates.Public;

namespace OwnerConsole.Tenants.Anonymisation;

/// <summary>Removes a tenant's personal data, first in the application, then in the console in one transaction. Metrics are kept.</summary>
public sealed class AnonymiseTenant(ApplicationTasks tasks, DeclarationCache declarations, ErasureLedger erasures, Database database)
    : ConsoleTask<NoInput>(tasks, declarations)
{
    public override OperationDefinition Definition { get; } =
        new(ConsoleTasks.Anonymise, "Anonymise tenant", "anonymised")
        {
            Synonyms = "gdpr, erase, forget",
            Reversal = Reversal.Never,
            IsExternal = true,
            IsDestructive = true,
            NotRestoredByUndo =
                "Names, addresses, phone numbers, notes, tags and attributes of the tenant and everyone in it, here and in your application. Metrics, payments and the audit log are kept.",
        };

    protected override string Subject => TaskSubjectTypes.Tenant;

    /// <remarks>Merges are read on a separate connection, because a run can read its own tenants only, and the task of a merge belongs to the other one.</remarks>
    public override async Task<IReadOnlyList<TaskTarget>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work)
    {
        if (work.IsLocking)
            await OpenTenantMerges.Lock(work);
        var tenants = await base.Load(ids, input, work);
        var holds = (await LegalHolds.ListOpen([.. tenants.Select(tenant => tenant.TenantId)], work)).ToLookup(hold => hold.TenantId, StringComparer.Ordinal);
        await using var reading = await database.Read(work.Stop);
        var merging = await OpenTenantMerges.Find([.. tenants.Select(tenant => tenant.TenantId)], reading);
        return [.. tenants.Select(tenant => tenant with { Hold = holds[tenant.TenantId].FirstOrDefault(), IsBeingMerged = merging.Contains(tenant.TenantId) })];
    }

    public override Refusal? Refuse(TaskTarget subject, NoInput input) =>
        base.Refuse(subject, input)
        ?? (
            subject.Hold is { } hold
                ? new("legal_hold", $"{subject} can't be anonymised because of legal hold {new EntityReference(hold.HoldId)}. Release it first.")
            : subject.IsBeingMerged
                ? new("merge_in_progress", $"{subject} is being merged with another tenant. Anonymise it once your application has ended the merge.")
            : null
        );

    public override Decision Decide(TaskTarget tenant, NoInput input) =>
        new($"Permanently removes the name and personal data of {tenant} and {tenant.People:person|people}, first in your application, then in the console.")
        {
            Weight = new(People: tenant.People),
            Send = [ApplicationTasks.OfferedMessage(tenant.TaskId)],
        };

    public override async Task<Message?> Finish(string tenantId, string subjectId, string runId, UnitOfWork work)
    {
        await LegalHolds.ThrowIfHeld(tenantId, [], work); // it can have been placed while the application worked
        await erasures.Erase("tenant", tenantId, subjectId, work);
        return Message.Event("tenant.anonymised", new { });
    }
}
