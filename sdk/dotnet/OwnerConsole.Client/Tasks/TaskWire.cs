using System.Net;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>What is said of one task, with its own token.</summary>
internal sealed class TaskWire(ConsoleWire wire, TaskMessage task, TimeProvider clock)
{
    /// <summary>A sign of life.</summary>
    /// <returns>false when it is to stop, or is over and in time; true too when nobody can be asked just now</returns>
    public async Task<bool> MayGoOn(string word, object body, CancellationToken stop)
    {
        var reply = await Try(word, body, stop);
        return reply.IsGood
            ? !JsonSerializer.Deserialize<Answer>(reply.Body, ConsoleJson.Options)!.IsCancelled
            : reply.Status is not HttpStatusCode.Conflict || clock.GetUtcNow() > task.Deadline; // done late is worth more than half-done
    }

    /// <summary>The last word: it is said until it is heard.</summary>
    /// <returns>what the console refuses it with; null when it was taken</returns>
    public async Task<RefusedException?> End(string word, object body, CancellationToken stop)
    {
        for (var failures = 0; ; failures++)
        {
            var reply = await Try(word, body, stop);
            if (reply.IsGood)
                return null;
            if (!reply.IsPassing)
                return RefusedException.Of(reply.Status!.Value, reply.Body); // what is not passing was answered
            await Task.Delay(Backoff.After(failures, reply.RetryAfter), clock, stop);
        }
    }

    /// <summary>A file may be large: an hour for each attempt.</summary>
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
