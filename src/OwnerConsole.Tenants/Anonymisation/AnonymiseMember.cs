using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

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

    public override Decision Decide(TaskTarget member, NoInput input) =>
        new($"Permanently removes the name and personal data of {member}, first in your application, then in the console.")
        {
            Weight = new(People: 1),
            Send = [ApplicationTasks.OfferedMessage(member.TaskId)],
        };

    public override async Task<Message?> Finish(string tenantId, string subjectId, string runId, UnitOfWork work)
    {
        foreach (var record in await MemberRecords.Of(tenantId, subjectId, work)) // members merged into them are the same person
            await erasures.Erase("member", tenantId, record, work);
        return Message.Event("member.anonymised", new { });
    }
}
