using System.Net;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>Sends messages about one task, authorized by its token.</summary>
internal sealed class TaskWire(ConsoleWire wire, TaskMessage task, TimeProvider clock)
{
    /// <summary>Sends a progress message.</summary>
    /// <returns>False if the task was cancelled or has ended before its deadline; true also if the console is unreachable.</returns>
    public async Task<bool> MayGoOn(string word, object body, CancellationToken stop)
    {
        var reply = await Try(word, body, stop);
        return reply.IsGood
            ? !JsonSerializer.Deserialize<Answer>(reply.Body, ConsoleJson.Options)!.IsCancelled
            : reply.Status is not HttpStatusCode.Conflict || clock.GetUtcNow() > task.Deadline; // completing late is better than stopping halfway
    }

    /// <summary>Sends the final message and retries until the console has received it.</summary>
    /// <returns>The rejection by the console; null if the message was accepted.</returns>
    public async Task<RefusedException?> End(string word, object body, CancellationToken stop)
    {
        for (var failures = 0; ; failures++)
        {
            var reply = await Try(word, body, stop);
            if (reply.IsGood)
                return null;
            if (!reply.IsPassing)
                return RefusedException.Of(reply.Status!.Value, reply.Body); // a reply that is not transient has a status
            await Task.Delay(Backoff.After(failures, reply.RetryAfter), clock, stop);
        }
    }

    /// <summary>Uploads a file, which may be large: each attempt can take an hour.</summary>
    public Task Send(string name, Func<Stream> open, CancellationToken stop) =>
        wire.Send<Taken>(
            HttpMethod.Put,
            $"/api/v1/tasks/{task.Id}/files/{Uri.EscapeDataString(name)}",
            () => new StreamContent(open()),
            stop,
            task.Token,
            TimeSpan.FromHours(1)
        );

    private Task<Reply> Try(string word, object body, CancellationToken stop) =>
        wire.Try(HttpMethod.Post, $"/api/v1/tasks/{task.Id}/{word}", ConsoleWire.Json(body), stop, task.Token);

    private sealed record Answer(bool IsCancelled);

    private sealed record Taken(long Bytes);
}
