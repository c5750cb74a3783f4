using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>Asks the application to erase the data of tenants that are deleted.</summary>
/// <remarks>It is the same task as for anonymising a tenant, because an application that can do one can do the other.</remarks>
public sealed class DeletionRequests(ApplicationTasks tasks, OperationCatalogue catalogue, DeletionLog log, IdGenerator ids)
{
    private static readonly TaskOptions s_terms = new(CanCancel: false, TimeSpan.FromHours(1));

    /// <param name="work">Transaction that names the tenant and the platform.</param>
    /// <returns>ID of the task, which belongs to the run that scheduled the deletion.</returns>
    internal async Task<string> Create(DueDeletion deletion, UnitOfWork work)
    {
        var taskId = ids.New("tsk");
        var target = new TaskTarget(
            deletion.TenantId,
            deletion.TenantId,
            deletion.Mode,
            IsAnonymised: false,
            Revision: 0,
            Tasks: 0,
            HasEnded: false,
            IsInProgress: false,
            Unsent: null,
            IsNeeded: false,
            MergedInto: null,
            deletion.ExternalId,
            Role: null,
            People: 0,
            taskId
        );
        await tasks.Create([target], catalogue.Find(ConsoleTasks.Anonymise).Definition, _ => Json.Element(new NoInput()), s_terms, work, deletion.OpenedBy);
        log.Asked(deletion, taskId, work);
        return taskId;
    }
}
