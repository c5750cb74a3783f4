using System.Text.Json;

namespace OwnerConsole.Kernel.Lanes;

/// <summary>Carries out one kind of work item. At least once: an item whose lease ran out is carried out again.</summary>
public interface IWorkKind
{
    /// <summary>noun.verb, as it stands in <c>work.items</c>.</summary>
    string Name { get; }

    /// <summary>A schedule: one item of this kind stands in a lane of its own and comes again after this time. Null for work that is asked for.</summary>
    TimeSpan? Every => null;

    /// <summary>Something of it leaves the console, to people or programs: it waits while a restored database has not been let go.</summary>
    bool Leaves => false;

    /// <summary>For what fails: an exception, or <see cref="WorkOutcome.Failed"/>. A schedule is never dead.</summary>
    RetryPolicy Retries => RetryPolicy.Usual;

    /// <summary>Runs outside of any transaction.</summary>
    Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop);
}

/// <param name="Attempts">how often it failed before</param>
public sealed record WorkItem(string Lane, long Id, string? RunId, string Kind, JsonElement Body, int Attempts);
