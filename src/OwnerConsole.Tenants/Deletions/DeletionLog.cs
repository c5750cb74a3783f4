using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>Writes the steps of deletions to the log, as lines of the runs that scheduled them.</summary>
public sealed class DeletionLog(LogWriter logbook)
{
    internal void Asked(DueDeletion deletion, string taskId, UnitOfWork work) =>
        Write(
            deletion,
            Sentence.Say($"The application is asked to erase the data of {Subject(deletion)}, because its deletion is due."),
            ApplicationTasks.OfferedMessage(taskId),
            work
        );

    internal void Erased(DueDeletion deletion, UnitOfWork work) =>
        Write(
            deletion,
            deletion.IsTaskDone
                ? Sentence.Say($"The console erased the personal data of {Subject(deletion)}.")
                : Sentence.Say(
                    $"The console erased the personal data of {Subject(deletion)}. The application was not asked, because it doesn't declare a task for it."
                ),
            Message.Event("tenant.anonymised", new { }),
            work
        );

    internal void Deleted(DueDeletion deletion, UnitOfWork work) =>
        Write(deletion, Sentence.Say($"{Subject(deletion)} is deleted."), DeletionMessages.Deleted, work);

    internal void Failed(DueDeletion deletion, string code, UnitOfWork work) =>
        Write(deletion, Sentence.Say($"The deletion of {Subject(deletion)} failed and is retried."), message: null, work, code);

    private static EntityReference Subject(DueDeletion deletion) => new(deletion.TenantId);

    private void Write(DueDeletion deletion, Sentence sentence, Message? message, UnitOfWork work, string? failure = null) =>
        logbook.Write(
            [
                new LogLine(deletion.TenantId, "system", Caller.System.Id, failure is null ? "done" : "failed", sentence)
                {
                    RunId = deletion.OpenedBy,
                    Operation = DeleteTenant.Name,
                    Subject = deletion.TenantId,
                    Code = failure,
                    Message = message,
                },
            ],
            work
        );
}
