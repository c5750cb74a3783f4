using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Streams;

/// <summary>Streams events to applications, selected from the log entries that the caller can see.</summary>
public interface IEventStream
{
    /// <param name="limitedBy">What the number of open streams is limited by, besides the caller; null for the caller alone.</param>
    /// <param name="select">Returns the events of a batch.</param>
    Task<IResult> Send(HttpContext context, string? limitedBy, Func<StreamBatch, CancellationToken, Task<IReadOnlyList<StreamEvent>>> select);
}

/// <summary>An event of a stream.</summary>
/// <param name="Pos">Log position, which clients send as Last-Event-ID to resume after it.</param>
/// <param name="Data">JSON on a single line.</param>
public sealed record StreamEvent(string Name, long Pos, string Data);
