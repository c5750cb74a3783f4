using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Anonymisation;

/// <summary>Removes a member's personal data, first in the application, then in the console. Their activity still counts in metrics.</summary>
public sealed class AnonymiseMember(ApplicationTasks tasks, DeclarationCache declarations, ErasureLedger erasures) : ConsoleTask<NoInput>(tasks, declarations)
{
    public override OperationDefinition Definition { get; } =
        new(ConsoleTasks.AnonymiseMember, "Anonymise member", "anonymised")
        {
            Synonyms = "delete user, delete member, gdpr, erase, forget",
            Reversal = Reversal.Never,
            IsExternal = true,
            IsDestructive = true,
            NotRestoredByUndo = "The person's name, address, support number and notes, here and in your application. Their activity still counts in metrics.",
        };

    protected override string Subject => TaskSubjectTypes.Member;

    public override async Task<IReadOnlyList<TaskTarget>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work)
    {
        var members = await base.Load(ids, input, work);
        var holds = (await LegalHolds.ListOpen([.. members.Select(member => member.TenantId).Distinct(StringComparer.Ordinal)], work)).ToLookup(
            hold => hold.TenantId,
            StringComparer.Ordinal
        );
        var loaded = new List<TaskTarget>();
        foreach (var member in members)
        {
            var records = holds.Contains(member.TenantId) ? await MemberRecords.Of(member.TenantId, member.Id, work) : []; // holds are rare
            loaded.Add(member with { Hold = holds[member.TenantId].FirstOrDefault(hold => hold.Covers(records)) });
        }
        return loaded;
    }

    public override Refusal? Refuse(TaskTarget subject, NoInput input) =>
        base.Refuse(subject, input)
        ?? (
            subject.Hold is { } hold
                ? new("legal_hold", $"{subject} can't be anonymised because of legal hold {new EntityReference(hold.HoldId)}. Release it first.")
                : null
        );

    public override Decision Decide(TaskTarget member, NoInput input) =>
        new($"Permanently removes the name and personal data of {member}, first in your application, then in the console.")
        {
            Weight = new(People: 1),
            Send = [ApplicationTasks.OfferedMessage(member.TaskId)],
        };

    public override async Task<Message?> Finish(string tenantId, string subjectId, string runId, UnitOfWork work)
    {
        var records = await MemberRecords.Of(tenantId, subjectId, work);
        await LegalHolds.ThrowIfHeld(tenantId, records, work); // it can have been placed while the application worked
        foreach (var record in records) // members merged into them are the same person
            await erasures.Erase("member", tenantId, record, work);
        return Message.Event("member.anonymised", new { });
    }
}
