using System.Net.Http.Headers;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>The way to the console: one connection pool, one key, and patience.</summary>
internal sealed class ConsoleWire : IDisposable
{
    private const int Attempts = 5; // some four seconds in all, beside what the console asks for
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly MediaTypeHeaderValue s_json = new("application/json");
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;

    public ConsoleWire(OwnerConsoleOptions options, TimeProvider clock)
    {
        // a name may move to another address while the process lives
        _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), AllowAutoRedirect = false })
        {
            BaseAddress = options.Address,
            Timeout = Timeout.InfiniteTimeSpan, // each attempt has its own
        };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", options.Key);
        _clock = clock;
    }

    /// <summary>Asks, and again while the console is busy or away for a moment.</summary>
    /// <param name="token">instead of the key</param>
    /// <exception cref="RefusedException">it refuses</exception>
    /// <exception cref="HttpRequestException">it could not be reached</exception>
    public Task<T> Ask<T>(HttpMethod method, string path, object? body, CancellationToken stop, string? token = null) =>
        Send<T>(method, path, () => body is null ? null : Json(body), stop, token);

    public static HttpContent Json(object body) =>
        new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, ConsoleJson.Options)) { Headers = { ContentType = s_json } };

    /// <param name="content">made anew for each attempt</param>
    /// <param name="within">how long an attempt may take; half a minute when it isn't said</param>
    /// <inheritdoc cref="Ask{T}"/>
    public async Task<T> Send<T>(
        HttpMethod method,
        string path,
        Func<HttpContent?> content,
        CancellationToken stop,
        string? token = null,
        TimeSpan? within = null
    ) => Read<T>(await Insist(method, path, content, stop, token, within));

    /// <summary>Asks, and again while the console is busy or away for a moment.</summary>
    /// <param name="key">what is sent under it again is done once</param>
    /// <returns>the last reply, whatever it says</returns>
    /// <inheritdoc cref="Send{T}"/>
    public async Task<Reply> Insist(
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
            var reply = await Try(method, path, content(), stop, token, within, key);
            if (!reply.IsPassing || failures == Attempts - 1)
                return reply;
            await Task.Delay(Backoff.After(failures, reply.RetryAfter), _clock, stop);
        }
    }

    /// <inheritdoc cref="Ask{T}"/>
    public T Read<T>(Reply reply) =>
        reply switch
        {
            { IsGood: true } => JsonSerializer.Deserialize<T>(reply.Body, ConsoleJson.Options)!, // the console answers what its description says
            { Status: { } status } => throw RefusedException.Of(status, reply.Body),
            _ => throw new HttpRequestException($"{_http.BaseAddress} can't be reached."),
        };

    /// <summary>Asks once.</summary>
    /// <exception cref="OperationCanceledException">only when <paramref name="stop"/> was cancelled</exception>
    public async Task<Reply> Try(
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
        patience.CancelAfter(within ?? s_patience);
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var answer = await _http.SendAsync(request, patience.Token);
            return new(answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(patience.Token), Asked(answer.Headers.RetryAfter));
        }
        catch (Exception away) when (away is HttpRequestException or IOException || (away is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return Reply.None;
        }
    }

    public void Dispose() => _http.Dispose();

    private TimeSpan? Asked(RetryConditionHeaderValue? after) => after?.Delta ?? (after?.Date - _clock.GetUtcNow());
}
