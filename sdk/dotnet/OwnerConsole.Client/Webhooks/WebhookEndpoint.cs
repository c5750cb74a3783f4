using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Receives webhooks from the console. The signature is verified before anything else is read.</summary>
internal sealed partial class WebhookEndpoint(
    OwnerConsoleOptions options,
    OwnerConsoleHandlers handlers,
    TaskRunner tasks,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<WebhookEndpoint> log
)
{
    private const int MaxBytes = 1_000_000;
    private readonly ReplayGuard _replays = new(clock);

    public async Task<IResult> Receive(HttpRequest request, CancellationToken stop)
    {
        if (await Body(request, stop) is not { } body)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        string Header(string name) => request.Headers[name].ToString();
        var (id, timestamp) = (Header("webhook-id"), Header("webhook-timestamp"));
        if (!WebhookSignature.IsGood(options.Secrets, id, timestamp, Header("webhook-signature"), body, clock.GetUtcNow()))
        {
            Stranger(id);
            return Results.BadRequest(); // the content was not read
        }
        if (_replays.Has(id, timestamp))
            return Results.NoContent();
        if (JsonSerializer.Deserialize<Message>(body, ConsoleJson.Options) is not { Type: { } type } message)
            return Results.BadRequest();
        var answer = type switch
        {
            "task.offered" => Offer(message),
            "task.cancelled" => await Cancel(message),
            _ => await HandleEvent(id, type, message, stop),
        };
        _replays.Add(id, timestamp); // only after success, because failed messages are sent again
        return answer;
    }

    /// <summary>Starts the task after responding.</summary>
    private IResult Offer(Message message)
    {
        tasks.Start(message.Data.GetProperty("task").Deserialize<TaskMessage>(ConsoleJson.Options)!); // the message is signed, so its format is trusted
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private async Task<IResult> Cancel(Message message)
    {
        await tasks.Cancel(message.Data.GetProperty("task").GetProperty("id").GetString()!); // the message is signed
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private async Task<IResult> HandleEvent(string id, string type, Message message, CancellationToken stop)
    {
        foreach (var handle in handlers.FindEventHandlers(type))
        {
            await using var scope = scopes.CreateAsyncScope();
            await handle(new(id, type, message.Timestamp, message.Data, scope.ServiceProvider), stop);
        }
        return Results.NoContent();
    }

    /// <returns>Null if the body is larger than any message of the console.</returns>
    private static async Task<byte[]?> Body(HttpRequest request, CancellationToken stop)
    {
        if (request.ContentLength > MaxBytes)
            return null;
        using var body = new MemoryStream();
        var part = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(part, stop)) > 0; )
        {
            if (body.Length + read > MaxBytes)
                return null;
            body.Write(part, 0, read);
        }
        return body.ToArray();
    }

    [LoggerMessage(LogLevel.Warning, "Message {Id} has an invalid signature. Check the endpoint's secret and this machine's clock.")]
    private partial void Stranger(string id);

    private sealed record Message(string? Type, DateTimeOffset Timestamp, JsonElement Data);
}
