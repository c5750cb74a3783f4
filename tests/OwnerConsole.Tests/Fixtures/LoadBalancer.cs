namespace OwnerConsole.Fixtures;

/// <summary>Load balancer in front of several nodes: each request goes to the next ready node, and a request that no node has accepted is sent to another.</summary>
internal sealed class LoadBalancer : DelegatingHandler
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _probe = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri[] _nodes;
    private volatile Uri[] _ready;
    private int _turn;

    public LoadBalancer(params Uri[] nodes)
        : base(new SocketsHttpHandler { AllowAutoRedirect = false }) => _ready = _nodes = nodes;

    /// <summary>Checks the nodes until it is disposed.</summary>
    public async Task Watch()
    {
        while (!_stop.IsCancellationRequested)
        {
            var asked = await Task.WhenAll(_nodes.Select(async node => (node, isReady: await IsReady(node))));
            _ready = [.. asked.Where(one => one.isReady).Select(one => one.node)];
            await Task.Delay(Beat, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var path = request.RequestUri!.PathAndQuery; // The base address of the client makes it non-null.
        for (var attempt = 1; ; attempt++)
        {
            var ready = _ready;
            if (ready.Length == 0)
                throw new HttpRequestException("No node is ready.");
            request.RequestUri = new Uri(ready[Interlocked.Increment(ref _turn) % ready.Length], path);
            try
            {
                return await base.SendAsync(request, stop);
            }
            catch (HttpRequestException refused) when (refused.HttpRequestError is HttpRequestError.ConnectionError && attempt < _nodes.Length)
            {
                // No node has received the request, so the next one can.
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        _stop.Cancel();
        _probe.Dispose();
        base.Dispose(disposing);
    }

    private async Task<bool> IsReady(Uri node)
    {
        try
        {
            using var answer = await _probe.GetAsync(new Uri(node, "/readyz"), _stop.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
