using System.Net;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>Sends messages about one task, authorized by its token.</summary>
internal sealed class TaskClient(ConsoleHttpClient wire, TaskMessage task, TimeProvider clock)
{
    /// <summary>Sends a progress message.</summary>
    /// <returns>False if the task was cancelled or has ended before its deadline; true also if the console is unreachable.</returns>
    public async Task<bool> Report(string word, object body, CancellationToken stop)
    {
        var reply = await Try(word, body, stop);
        return reply.IsSuccess
            ? !JsonSerializer.Deserialize<StatusResponse>(reply.Body, ConsoleJson.Options)!.IsCancelled
            : reply.Status is not HttpStatusCode.Conflict || clock.GetUtcNow() > task.Deadline; // completing late is better than stopping halfway
    }

    /// <summary>Sends the final message and retries until the console has received it.</summary>
    /// <returns>The rejection by the console; null if the message was accepted.</returns>
    public async Task<RefusedException?> End(string word, object body, CancellationToken stop)
    {
        for (var failures = 0; ; failures++)
        {
            var reply = await Try(word, body, stop);
            if (reply.IsSuccess)
                return null;
            if (!reply.IsTransient)
                return RefusedException.Of(reply.Status!.Value, reply.Body); // a reply that is not transient has a status
            await Task.Delay(Backoff.After(failures, reply.RetryAfter), clock, stop);
        }
    }

    /// <summary>Uploads a file, which may be large: each attempt can take an hour.</summary>
    public Task Send(string name, Func<Stream> open, CancellationToken stop) =>
        wire.Send<UploadResponse>(
            HttpMethod.Put,
            $"/api/v1/tasks/{task.Id}/files/{Uri.EscapeDataString(name)}",
            () => new StreamContent(open()),
            stop,
            task.Token,
            TimeSpan.FromHours(1)
        );

    private Task<ConsoleResponse> Try(string word, object body, CancellationToken stop) =>
        wire.TrySend(HttpMethod.Post, $"/api/v1/tasks/{task.Id}/{word}", ConsoleHttpClient.Json(body), stop, task.Token);

    private sealed record StatusResponse(bool IsCancelled);

    private sealed record UploadResponse(long Bytes);
}
