using System.Net;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Commands;

/// <summary>An application that suspends and reactivates its tenants in turn while the console is killed; it repeats every request with its idempotency key until it succeeds.</summary>
internal sealed class SuspensionLoad(TestApplication app)
{
    private readonly CancellationTokenSource _enough = new();
    private Task<int>[] _callers = [];

    /// <param name="tenants">Each has its own caller.</param>
    public static SuspensionLoad On(TestApplication app, IEnumerable<string> tenants)
    {
        var load = new SuspensionLoad(app);
        load._callers = [.. tenants.Select(load.Operate)];
        return load;
    }

    /// <returns>The number of acknowledged operations; each caller waits for its last answer first.</returns>
    public async Task<int> End()
    {
        await _enough.CancelAsync();
        var answered = await Task.WhenAll(_callers);
        _enough.Dispose();
        return answered.Sum();
    }

    private async Task<int> Operate(string tenant)
    {
        var number = 0;
        for (; !_enough.IsCancellationRequested; number++)
        {
            var address = $"/api/v1/tenants/{tenant}/{(number % 2 == 0 ? "suspend" : "reactivate")}";
            while (!await IsAnswered(address, $"{tenant}-{number}"))
                await Task.Delay(50);
            await Task.Delay(100); // a key is limited to fifty requests per second
        }
        return number;
    }

    private async Task<bool> IsAnswered(string address, string key)
    {
        try
        {
            var (status, body) = await app.Send(HttpMethod.Post, address, "{}", headers: ("Idempotency-Key", key));
            return (HttpStatusCode)status switch
            {
                HttpStatusCode.OK or HttpStatusCode.Created => true,
                HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => false,
                _ => throw new InvalidOperationException($"{address} was answered {status}: {body}"),
            };
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
