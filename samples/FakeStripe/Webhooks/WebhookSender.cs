using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace FakeStripe.Webhooks;

/// <summary>Sends events to the target as Stripe does: at least once, in any order. Tests choose what goes wrong.</summary>
public sealed class WebhookSender : IAsyncDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    private readonly TimeProvider _time;
    private readonly HttpClient _client = new() { Timeout = s_timeout };
    private readonly Channel<Delivery> _queue = Channel.CreateUnbounded<Delivery>();
    private readonly List<Delivery> _held = [];
    private readonly Lock _gate = new();
    private readonly Task _loop;
    private TaskCompletionSource _idle = Completed();
    private int _pending;
    private volatile bool _isClosing;

    internal WebhookSender(TimeProvider time)
    {
        _time = time;
        _loop = Task.Run(Loop);
    }

    /// <summary>Receives every event; null sends only to the endpoints created through the API.</summary>
    public Uri? Target { get; set; }

    /// <summary>Signing secrets of the target; two during a rotation.</summary>
    public IReadOnlyList<string> Secrets { get; set; } = ["whsec_FakeStripe"];

    /// <summary>Number of times that each event is sent.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>Events for which this returns true are never sent; /v1/events still lists them.</summary>
    public Func<JsonObject, bool> Lose { get; set; } = _ => false;

    /// <summary>True keeps events back until <see cref="Release"/>.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Maximum number of attempts per delivery. Stripe retries for three days.</summary>
    public int MaxAttempts { get; set; } = 3;

    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Deliveries that failed MaxAttempts times, by event id.</summary>
    public IReadOnlyList<string> Failed
    {
        get
        {
            lock (_gate)
                return [.. _failed];
        }
    }

    private readonly List<string> _failed = [];

    /// <summary>Sends the held events and returns when each was answered or given up.</summary>
    /// <param name="order">Shuffles them; null keeps their order.</param>
    public Task Release(Random? order = null)
    {
        lock (_gate)
        {
            var held = _held.ToArray();
            _held.Clear();
            order?.Shuffle(held);
            foreach (var delivery in held)
                Enqueue(delivery);
        }
        return Delivered();
    }

    /// <summary>Sends an event of the log again, also a lost one.</summary>
    public Task Resend(JsonObject sent)
    {
        lock (_gate)
            if (Target is { } target)
                Enqueue(new(sent, target, Secrets));
        return Delivered();
    }

    /// <returns>When no delivery is pending.</returns>
    public Task Delivered()
    {
        lock (_gate)
            return _idle.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        _queue.Writer.TryComplete();
        _client.CancelPendingRequests();
        await _loop;
        _client.Dispose();
    }

    internal void Send(JsonObject made, IReadOnlyList<(Uri Url, string Secret)> endpoints)
    {
        if (Lose(made))
            return;
        lock (_gate)
            for (var copy = 0; copy < Copies; copy++)
            {
                if (Target is { } target)
                    Accept(new(made, target, Secrets));
                foreach (var (url, secret) in endpoints)
                    Accept(new(made, url, [secret]));
            }
    }

    private void Accept(Delivery delivery)
    {
        if (IsHeld)
            _held.Add(delivery);
        else
            Enqueue(delivery);
    }

    private void Enqueue(Delivery delivery)
    {
        if (_pending++ == 0)
            _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Writer.TryWrite(delivery);
    }

    private async Task Loop()
    {
        await foreach (var delivery in _queue.Reader.ReadAllAsync())
        {
            if (!await Deliver(delivery))
                lock (_gate)
                    _failed.Add(delivery.Id);
            lock (_gate)
                if (--_pending == 0)
                    _idle.SetResult();
        }
    }

    private async Task<bool> Deliver(Delivery delivery)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await Post(delivery))
                return true;
            if (attempt >= MaxAttempts || _isClosing)
                return false;
            await Task.Delay(RetryDelay);
        }
    }

    /// <summary>Signs with the time of sending, so a retry has a new signature.</summary>
    private async Task<bool> Post(Delivery delivery)
    {
        var payload = delivery.Event.ToJsonString();
        using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url) { Content = new StringContent(payload, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Stripe-Signature", WebhookSignature.Header(payload, _time.GetUtcNow(), delivery.Secrets));
        request.Headers.TryAddWithoutValidation("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)");
        try
        {
            using var response = await _client.SendAsync(request);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static TaskCompletionSource Completed()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private sealed record Delivery(JsonObject Event, Uri Url, IReadOnlyList<string> Secrets)
    {
        public string Id => Event["id"]!.ToString();
    }
}
