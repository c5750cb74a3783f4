using System.Net.Http.Headers;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>HTTP connection to the console with retries.</summary>
internal sealed class ConsoleHttpClient : IDisposable
{
    private const int Attempts = 5; // about four seconds in total, plus delays that the console requests
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);
    private static readonly MediaTypeHeaderValue s_json = new("application/json");
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;

    public ConsoleHttpClient(OwnerConsoleOptions options, TimeProvider clock)
    {
        // the DNS name may change its address while the process runs
        _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), AllowAutoRedirect = false })
        {
            BaseAddress = options.Address,
            Timeout = Timeout.InfiniteTimeSpan, // each attempt has its own timeout
        };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", options.Key);
        _clock = clock;
    }

    /// <summary>Sends a request and retries while the console is busy or briefly unreachable.</summary>
    /// <param name="token">Token to send instead of the API key.</param>
    /// <exception cref="RefusedException">The console rejected the request.</exception>
    /// <exception cref="HttpRequestException">The console was unreachable.</exception>
    public Task<T> Ask<T>(HttpMethod method, string path, object? body, CancellationToken stop, string? token = null) =>
        Send<T>(method, path, () => body is null ? null : Json(body), stop, token);

    public static HttpContent Json(object body) =>
        new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, ConsoleJson.Options)) { Headers = { ContentType = s_json } };

    /// <param name="content">Creates the content for each attempt.</param>
    /// <param name="within">Timeout of an attempt; 30 seconds if omitted.</param>
    /// <inheritdoc cref="Ask{T}"/>
    public async Task<T> Send<T>(
        HttpMethod method,
        string path,
        Func<HttpContent?> content,
        CancellationToken stop,
        string? token = null,
        TimeSpan? within = null
    ) => Read<T>(await SendWithRetries(method, path, content, stop, token, within));

    /// <summary>Sends a request and retries while the console is busy or briefly unreachable.</summary>
    /// <param name="key">Idempotency key: repeated requests have one effect.</param>
    /// <returns>The last reply, regardless of its status.</returns>
    /// <inheritdoc cref="Send{T}"/>
    public async Task<ConsoleResponse> SendWithRetries(
        HttpMethod method,
        string path,
        Func<HttpContent?> content,
        CancellationToken stop,
        string? token = null,
        TimeSpan? within = null,
        string? key = null
    )
    {
        for (var failures = 0; ; failures++)
        {
            var reply = await TrySend(method, path, content(), stop, token, within, key);
            if (!reply.IsTransient || failures == Attempts - 1)
                return reply;
            await Task.Delay(Backoff.After(failures, reply.RetryAfter), _clock, stop);
        }
    }

    /// <inheritdoc cref="Ask{T}"/>
    public T Read<T>(ConsoleResponse reply) =>
        reply switch
        {
            { IsSuccess: true } => JsonSerializer.Deserialize<T>(reply.Body, ConsoleJson.Options)!, // the format is part of the API
            { Status: { } status } => throw RefusedException.Of(status, reply.Body),
            _ => throw new HttpRequestException($"{_http.BaseAddress} is unreachable."),
        };

    /// <summary>Sends a request once.</summary>
    /// <exception cref="OperationCanceledException">Thrown only if <paramref name="stop"/> was cancelled.</exception>
    public async Task<ConsoleResponse> TrySend(
        HttpMethod method,
        string path,
        HttpContent? content,
        CancellationToken stop,
        string? token = null,
        TimeSpan? within = null,
        string? key = null
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(within ?? s_timeout);
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var answer = await _http.SendAsync(request, patience.Token);
            return new(answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(patience.Token), FindRetryAfter(answer.Headers.RetryAfter));
        }
        catch (Exception away) when (away is HttpRequestException or IOException || (away is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return ConsoleResponse.None;
        }
    }

    public void Dispose() => _http.Dispose();

    private TimeSpan? FindRetryAfter(RetryConditionHeaderValue? after) => after?.Delta ?? (after?.Date - _clock.GetUtcNow());
}
