using System.Diagnostics;
using System.Text.Json;

namespace OwnerConsole.Data.Lanes;

/// <summary>Handler for one kind of work item. Items are executed at least once: an item whose lease expired is executed again.</summary>
public interface IWorkHandler
{
    /// <summary>Name in the form noun.verb, as stored in <c>work.items</c>.</summary>
    string Name { get; }

    /// <summary>Name on the background jobs page, such as <c>Send webhook</c>. Required for every handler of the product.</summary>
    string Title => Name;

    /// <summary>Interval of a scheduled item, which has its own lane and recurs. Null for requested work.</summary>
    TimeSpan? Interval => null;

    /// <summary>Whether the work sends data to people or other systems; it is paused while a restored database is not released.</summary>
    bool SendsExternally => false;

    /// <summary>Retry policy for exceptions and <see cref="WorkOutcome.Failed"/>. Scheduled items are retried forever.</summary>
    RetryPolicy RetryPolicy => RetryPolicy.Default;

    /// <summary>Executes an item outside of any transaction.</summary>
    Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop);
}

/// <param name="Attempts">Number of failed attempts before this one.</param>
/// <param name="LateSeconds">Time since it was due when it was read.</param>
public sealed record WorkItem(string Lane, long Id, string? RunId, string Kind, JsonElement Body, int Attempts, double LateSeconds = 0)
{
    private readonly long _readAt = Stopwatch.GetTimestamp();

    /// <summary>Time since it was due. Items of an ordered lane wait for each other after they were read.</summary>
    internal TimeSpan Late => TimeSpan.FromSeconds(LateSeconds) + Stopwatch.GetElapsedTime(_readAt);
}
