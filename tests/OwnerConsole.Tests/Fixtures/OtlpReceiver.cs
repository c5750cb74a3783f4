using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Fixtures;

/// <summary>A receiver of OTLP over HTTP that keeps the raw messages; attribute names and values are readable in Protobuf.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string Body)> _received = new();
    private readonly SemaphoreSlim _arrived = new(0);

    private OtlpReceiver()
    {
        _app = WebApplication.CreateSlimBuilder().Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost(
            "/v1/{signal}",
            async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                _received.Enqueue((request.Path.Value!, Encoding.Latin1.GetString(body.ToArray())));
                _arrived.Release();
                return Results.Bytes([], "application/x-protobuf");
            }
        );
    }

    public string Address => _app.Urls.First();

    /// <summary>Everything received so far.</summary>
    public string All => string.Concat(_received.Select(message => message.Body));

    public static async Task<OtlpReceiver> Start()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until a signal such as <c>traces</c> contains a text.</summary>
    public async Task WaitFor(string signal, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            while (!_received.Any(message => message.Path == $"/v1/{signal}" && message.Body.Contains(text, StringComparison.Ordinal)))
                await _arrived.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException(
                $"No {signal} contained {text}. Received: {string.Join(", ", _received.Select(message => message.Path).Distinct())}.",
                late
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _arrived.Dispose();
    }
}
